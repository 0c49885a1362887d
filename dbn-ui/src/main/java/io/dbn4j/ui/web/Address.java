package io.dbn4j.ui.web;

import io.dbn4j.core.Check;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/**
 * Where pages are offered, and to whom.
 *
 * @param host name or number of an interface of this machine
 * @param port the first that is tried; 0 for any
 * @param token what a visitor must know; empty for nothing, which only visitors from this machine are let in with
 */
public record Address(String host, int port, String token) {

    /** What DL4J's own pages take. */
    public static final int PORT = 9000;

    /** This machine only. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int SHORTEST_TOKEN = 12;

    public Address {
        Check.require(port >= 0 && port < 1 << 16, "port must be in [0, 65535], was %d", port);
        Check.require(
                token.isEmpty() || token.matches("[A-Za-z0-9_-]{" + SHORTEST_TOKEN + ",}"),
                "token must be %d or more letters and digits, had %d characters",
                SHORTEST_TOKEN,
                token.length());
        Check.require(!token.isEmpty() || isLoopback(host), "host %s can be reached by others: it needs a token", host);
    }

    /** This machine only. */
    public static Address local() {
        return new Address(LOOPBACK, PORT, "");
    }

    /** With a token that nobody can guess, if the host can be reached by others. */
    public static Address of(String host, int port) {
        return new Address(host, port, isLoopback(host) ? "" : newToken());
    }

    /** Whether only this machine can be a visitor. */
    boolean isLocal() {
        return isLoopback(host);
    }

    /** Of 244 random bits. */
    private static String newToken() {
        return (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("host must be an address of this machine, was " + host, e);
        }
    }
}
