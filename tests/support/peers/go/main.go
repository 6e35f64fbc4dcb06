// Reads DHCPv6 packets as hex, one a line, from standard input and prints what insomniacslk/dhcp sees in each as JSON, one line
// for one line: {"ok":true,"message":…,"bytes":…} or {"error":…}.
package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/insomniacslk/dhcp/dhcpv6"
)

type answer struct {
	OK         bool    `json:"ok,omitempty"`
	Message    object  `json:"message,omitempty"`
	Bytes      *string `json:"bytes,omitempty"`
	BytesError string  `json:"bytesError,omitempty"`
	Error      string  `json:"error,omitempty"`
}

func main() {
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		packet, err := hex.DecodeString(strings.TrimSpace(line))
		if err != nil {
			panic(err)
		}
		encoded, err := json.Marshal(read(packet))
		if err != nil {
			panic(err)
		}
		out.Write(append(encoded, '\n'))
	}
}

func read(packet []byte) (result answer) {
	defer func() {
		if problem := recover(); problem != nil {
			result = answer{Error: fmt.Sprint("panic: ", problem)}
		}
	}()
	message, err := dhcpv6.FromBytes(packet)
	if err != nil {
		return answer{Error: err.Error()}
	}
	result = answer{OK: true, Message: readMessage(message)}
	defer func() {
		if problem := recover(); problem != nil {
			result.BytesError = fmt.Sprint("panic: ", problem)
		}
	}()
	written := hex.EncodeToString(message.ToBytes())
	result.Bytes = &written
	return result
}
