package dev.reelay.worker.egress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/// Addresses of this machine: those it has, and a link-local and a private one that are given to
/// its loopback device for a while, where the user of the test may do that.
final class Aliases implements AutoCloseable {
    private static final List<String> WANTED = List.of("169.254.83.7", "10.83.83.7");

    private final List<String> added = new ArrayList<>();

    Aliases() {
        for (var address : WANTED) {
            if (ip("add", address)) {
                added.add(address);
            } else if (!all().contains(InetAddress.ofLiteral(address))) {
                System.out.printf("[canary] skipped: %s cannot be added here%n", address);
            }
        }
    }

    /// Every address that something can listen on, but not those that need a zone.
    List<InetAddress> all() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.getHostAddress().contains("%"))
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean ip(String verb, String address) {
        try {
            return new ProcessBuilder("ip", "address", verb, address + "/32", "dev", "lo")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        added.forEach(address -> ip("del", address));
    }
}
