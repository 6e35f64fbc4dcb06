module read_packets

go 1.25.0

require github.com/insomniacslk/dhcp v0.0.0-20260901064844-234b97448fae
