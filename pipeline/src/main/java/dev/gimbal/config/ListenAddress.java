package dev.gimbal.config;

/**
 * Where a run can be watched.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 0 for any that is free
 */
public record ListenAddress(String host, int port) {
    /** Who is on this machine. */
    public static final String LOOPBACK = "127.0.0.1";

    /** As an address of the web has it. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
