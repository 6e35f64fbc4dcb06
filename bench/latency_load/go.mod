module latency_load

go 1.25
