package dev.reelay.worker.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a name.
interface NameLookup {
    /// At least one address. Throws where there is none or none was found in time.
    List<InetAddress> lookup(String host) throws UnknownHostException;
}
