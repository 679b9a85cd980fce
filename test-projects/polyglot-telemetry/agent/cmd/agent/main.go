// Command agent sends one reading.
package main

import (
	"fmt"

	"example.org/telemetry/agent"
)

func main() {
	client := agent.Client{Base: "http://127.0.0.1:1"}
	reading := agent.Reading{DeviceID: "d1", Time: 1, Value: 20.5}
	if err := client.Send([]agent.Reading{reading}); err != nil {
		fmt.Println("not sent:", err != nil)
	}
}
