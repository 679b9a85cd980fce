module example.org/exporter

go 1.21

require example.org/flags v1.0.0
