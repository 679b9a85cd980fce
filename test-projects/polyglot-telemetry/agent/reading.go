// Package agent runs on the device.
package agent

import "encoding/json"

// Reading has the JSON keys of server/readings.py.
type Reading struct {
	DeviceID string  `json:"device_id"`
	Time     int64   `json:"time"`
	Value    float64 `json:"value"`
}

// Encode makes the body of a request.
func Encode(readings []Reading) ([]byte, error) { return json.Marshal(readings) }
