package dev.perch.api.huawei;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A server's NICs, as the {@code os-interface} call of ECS lists them. */
record InterfacesWire(
        @JsonProperty("attachableQuantity") Free attachableQuantity,
        @JsonProperty("interfaceAttachments") List<Interface> interfaceAttachments) {

    /** How many more NICs the server can get. */
    record Free(int freeNic) {}

    record Interface(
            List<PortWire.FixedIp> fixedIps,
            String macAddr,
            String netId,
            String portId,
            String portState,
            boolean deleteOnTermination) {}
}
