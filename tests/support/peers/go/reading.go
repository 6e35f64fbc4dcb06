package main

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv6"
	"github.com/insomniacslk/dhcp/rfc1035label"
)

// An object is JSON in the making.
type object = map[string]any

func readMessage(message dhcpv6.DHCPv6) object {
	switch m := message.(type) {
	case *dhcpv6.RelayMessage:
		return object{
			"type": m.MessageType, "hops": m.HopCount, "link": address(m.LinkAddr), "peer": address(m.PeerAddr),
			"options": readOptions(m.Options.Options),
		}
	case *dhcpv6.Message:
		xid := m.TransactionID
		number := uint32(xid[0])<<16 | uint32(xid[1])<<8 | uint32(xid[2])
		return object{"type": m.MessageType, "xid": number, "options": readOptions(m.Options.Options)}
	}
	panic(fmt.Sprintf("a message of type %T", message))
}

func readOptions(options dhcpv6.Options) []object {
	list := []object{}
	for _, option := range options {
		list = append(list, readOption(option))
	}
	return list
}

func readOption(option dhcpv6.Option) object {
	code := uint16(option.Code())
	switch o := option.(type) {
	case *dhcpv6.OptionGeneric:
		return object{"code": code, "opaque": true, "data": hex.EncodeToString(o.OptionData)}
	case *dhcpv6.OptIANA:
		return holding(code, times(o.IaId, o.T1, o.T2), o.Options.Options)
	case *dhcpv6.OptIAPD:
		return holding(code, times(o.IaId, o.T1, o.T2), o.Options.Options)
	case *dhcpv6.OptIATA:
		return holding(code, object{"iaid": binary.BigEndian.Uint32(o.IaId[:])}, o.Options.Options)
	case *dhcpv6.OptIAAddress:
		value := lifetimes(o.PreferredLifetime, o.ValidLifetime)
		value["address"] = address(o.IPv6Addr)
		return holding(code, value, o.Options.Options)
	case *dhcpv6.OptIAPrefix:
		value := lifetimes(o.PreferredLifetime, o.ValidLifetime)
		value["prefixLength"], value["prefix"] = 0, nil
		if o.Prefix != nil {
			value["prefixLength"], _ = o.Prefix.Mask.Size()
			value["prefix"] = address(o.Prefix.IP)
		}
		return holding(code, value, o.Options.Options)
	case *dhcpv6.OptVendorOpts:
		return holding(code, object{"enterprise": o.EnterpriseNumber}, o.VendorOpts)
	case *dhcpv6.OptNTPServer:
		return holding(code, object{}, o.Suboptions)
	case *dhcpv6.Opt4RD:
		return holding(code, object{}, o.Options)
	}
	if code == 9 && reflect.TypeOf(option).Elem().Name() == "optRelayMsg" {
		inner := field(option, "Msg").Interface().(dhcpv6.DHCPv6)
		return object{"code": code, "value": object{}, "message": readMessage(inner)}
	}
	return leaf(option, value(option))
}

// What is compared of an option; of others the body that the library writes is. Most of its types are not exported, their fields are.
func value(option dhcpv6.Option) object {
	switch o := option.(type) {
	case *dhcpv6.OptStatusCode:
		return object{"code": o.StatusCode, "message": hex.EncodeToString([]byte(o.StatusMessage))}
	case *dhcpv6.OptUserClass:
		return object{"classes": items(o.UserClasses)}
	case *dhcpv6.OptVendorClass:
		return object{"enterprise": o.EnterpriseNumber, "classes": items(o.Data)}
	case *dhcpv6.OptRemoteID:
		return object{"enterprise": o.EnterpriseNumber, "id": hex.EncodeToString(o.RemoteID)}
	case *dhcpv6.OptFQDN:
		return object{"flags": o.Flags, "labels": strings.Join(names(o.DomainName), " ")}
	}
	switch reflect.TypeOf(option).Elem().Name() {
	case "optClientID", "optServerID":
		return object{"duid": hex.EncodeToString(option.ToBytes())}
	case "optRequestedOption":
		return object{"codes": numbers(field(option, "OptionCodes"))}
	case "optPreference":
		return object{"preference": field(option, "prefValue").Uint()}
	case "optElapsedTime":
		return object{"elapsed": time.Duration(field(option, "ElapsedTime").Int()) / (10 * time.Millisecond)}
	case "optInterfaceID":
		return object{"id": hex.EncodeToString(field(option, "ID").Bytes())}
	case "optDNS":
		return object{"addresses": addresses(field(option, "NameServers"))}
	case "optSNTP":
		return object{"addresses": addresses(field(option, "SNTPServers"))}
	case "optDomainSearchList":
		return object{"names": names(field(option, "DomainSearchList").Interface().(*rfc1035label.Labels))}
	case "optInformationRefreshTime":
		return object{"seconds": seconds(time.Duration(field(option, "InformationRefreshtime").Int()))}
	case "optClientArchType":
		return object{"architectures": numbers(field(option, "Archs"))}
	case "optRelayPort":
		return object{"downstreamPort": field(option, "DownstreamSourcePort").Uint()}
	case "optClientLinkLayerAddress":
		hardware := hex.EncodeToString(field(option, "LinkLayerAddress").Bytes())
		return object{"hardwareType": field(option, "LinkLayerType").Uint(), "address": hardware}
	}
	return object{}
}

func field(option dhcpv6.Option, name string) reflect.Value {
	return reflect.ValueOf(option).Elem().FieldByName(name)
}

func holding(code uint16, value object, options dhcpv6.Options) object {
	return object{"code": code, "value": value, "options": readOptions(options)}
}

// With the body that the library writes.
func leaf(option dhcpv6.Option, value object) (result object) {
	result = object{"code": uint16(option.Code()), "value": value}
	defer func() {
		if problem := recover(); problem != nil {
			result["dataError"] = fmt.Sprint("panic: ", problem)
		}
	}()
	result["data"] = hex.EncodeToString(option.ToBytes())
	return result
}

func times(iaid [4]byte, t1, t2 time.Duration) object {
	return object{"iaid": binary.BigEndian.Uint32(iaid[:]), "t1": seconds(t1), "t2": seconds(t2)}
}

func lifetimes(preferred, valid time.Duration) object {
	return object{"preferredLifetime": seconds(preferred), "validLifetime": seconds(valid)}
}

func seconds(duration time.Duration) int64 {
	return int64(duration / time.Second)
}

func address(ip net.IP) string {
	return hex.EncodeToString(ip.To16())
}

func addresses(list reflect.Value) []string {
	result := []string{}
	for i := range list.Len() {
		result = append(result, hex.EncodeToString(list.Index(i).Bytes()))
	}
	return result
}

func numbers(list reflect.Value) []uint64 {
	result := []uint64{}
	for i := range list.Len() {
		result = append(result, list.Index(i).Uint())
	}
	return result
}

func items(list [][]byte) []string {
	result := []string{}
	for _, item := range list {
		result = append(result, hex.EncodeToString(item))
	}
	return result
}

// The library's text is the labels' bytes, joined by dots; here bytes that are not printable ASCII are escaped.
func names(labels *rfc1035label.Labels) []string {
	result := []string{}
	for _, name := range labels.Labels {
		var text strings.Builder
		for _, unit := range []byte(name) {
			if unit > 0x20 && unit < 0x7f {
				text.WriteByte(unit)
			} else {
				text.WriteString("\\" + fmt.Sprintf("%03s", strconv.Itoa(int(unit))))
			}
		}
		result = append(result, text.String())
	}
	return result
}
