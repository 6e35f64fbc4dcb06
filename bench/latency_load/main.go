// Clients for answer_latency.ts, in Go so that they take little from the server that they measure:
// latency_load PORT capacity|RATE SECONDS REQUEST TRANSACTION_AT, the request in hexadecimal digits. Sends it so many times a
// second, or as fast as 64 at a time are answered, each with a transaction id of its own, and prints a line of JSON.
package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"sync/atomic"
	"time"
)

const (
	window = 64
	warmUp = 2 * time.Second
	tick   = 100 * time.Microsecond
)

type load struct {
	conn    *net.UDPConn
	request []byte
	// Where the transaction id is in a request and in an answer.
	at, answerAt int
	// When a request was sent, in nanoseconds since the start, by the two lower bytes of its transaction id.
	sentAt         [1 << 16]atomic.Int64
	sent, answered atomic.Int64
	start          time.Time
	latencies      []float64
}

func main() {
	port, seconds, at := number(os.Args[1]), number(os.Args[3]), number(os.Args[5])
	request, err := hex.DecodeString(os.Args[4])
	check(err)
	conn, err := net.DialUDP("udp6", nil, &net.UDPAddr{IP: net.IPv6loopback, Port: port})
	check(err)
	check(conn.SetReadBuffer(4 << 20))
	l := &load{conn: conn, request: request, at: at}
	l.probe()
	l.start = time.Now()
	end := warmUp + time.Duration(seconds)*time.Second
	done := make(chan struct{})
	go l.receive(done)
	var perSecond float64
	if os.Args[2] == "capacity" {
		perSecond = l.asFastAsAnswered(end) / float64(seconds)
	} else {
		l.atPace(float64(number(os.Args[2])), end)
	}
	time.Sleep(500 * time.Millisecond)
	check(conn.Close())
	<-done
	slices.Sort(l.latencies)
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"sent": l.sent.Load(), "answered": l.answered.Load(), "perSecond": perSecond,
		"p50": l.quantile(0.5), "p99": l.quantile(0.99),
	}))
}

// probe finds out where the transaction id is in an answer.
func (l *load) probe() {
	l.request[l.at+1], l.request[l.at+2] = 0xa5, 0x5a
	check(l.conn.SetReadDeadline(time.Now().Add(5 * time.Second)))
	_, err := l.conn.Write(l.request)
	check(err)
	answer := make([]byte, 65536)
	n, err := l.conn.Read(answer)
	check(err)
	check(l.conn.SetReadDeadline(time.Time{}))
	l.answerAt = bytes.Index(answer[:n], l.request[l.at:l.at+3])
	if l.answerAt < 0 {
		check(fmt.Errorf("the transaction id is not in the answer"))
	}
}

func (l *load) send() {
	id := l.sent.Add(1) - 1
	l.request[l.at+1], l.request[l.at+2] = byte(id>>8), byte(id)
	l.sentAt[uint16(id)].Store(int64(time.Since(l.start)))
	_, err := l.conn.Write(l.request)
	check(err)
}

func (l *load) receive(done chan<- struct{}) {
	defer close(done)
	answer := make([]byte, 65536)
	for {
		n, err := l.conn.Read(answer)
		if err != nil {
			return
		}
		now := time.Since(l.start)
		l.answered.Add(1)
		id := uint16(answer[:n][l.answerAt+1])<<8 | uint16(answer[l.answerAt+2])
		if sent := time.Duration(l.sentAt[id].Load()); sent >= warmUp {
			l.latencies = append(l.latencies, float64(now-sent)/1e6)
		}
	}
}

// asFastAsAnswered returns how many were answered after the warm-up.
func (l *load) asFastAsAnswered(end time.Duration) float64 {
	var before int64
	for now := time.Duration(0); now < end; now = time.Since(l.start) {
		if before == 0 && now >= warmUp {
			before = l.answered.Load()
		}
		for l.sent.Load()-l.answered.Load() < window {
			l.send()
		}
		time.Sleep(tick / 2)
	}
	return float64(l.answered.Load() - before)
}

func (l *load) atPace(rate float64, end time.Duration) {
	for now := time.Duration(0); now < end; now = time.Since(l.start) {
		for due := int64(now.Seconds() * rate); l.sent.Load() < due; {
			l.send()
		}
		time.Sleep(tick)
	}
}

func (l *load) quantile(q float64) float64 {
	if len(l.latencies) == 0 {
		return 0
	}
	return l.latencies[min(len(l.latencies)-1, int(float64(len(l.latencies))*q))]
}

func number(text string) int {
	value, err := strconv.Atoi(text)
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
