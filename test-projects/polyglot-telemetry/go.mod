module example.org/telemetry

go 1.21
