package agent

import (
	"bytes"
	"net/http"
)

// Client posts readings to the server.
type Client struct{ Base string }

// Send posts to the route that store_readings handles.
func (c Client) Send(readings []Reading) error {
	body, err := Encode(readings)
	if err != nil {
		return err
	}
	response, err := http.Post(c.Base+"/api/readings", "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	return response.Body.Close()
}
