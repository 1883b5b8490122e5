package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Malformation;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.model.Quota;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How many of each type there are and may be. */
final class QuotaCalls {
    private static final int UNLIMITED = -1;

    /** Types that clients may ask for and that do not exist here: there are none, and none can be made. */
    private static final List<String> ABSENT = List.of(
            "vpn",
            "vpngw",
            "firewall",
            "shareBandwidth",
            "shareBandwidthIP",
            "loadbalancer",
            "listener",
            "physicalConnect",
            "virtualInterface",
            "address_group",
            "flow_log");

    private final Control control;

    QuotaCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.QUOTA).get("/v1/{project}/quotas", this::list);
    }

    private record Resource(String type, int used, int quota, int min) {}

    private record Resources(List<Resource> resources) {}

    private record Answered(Resources quotas) {}

    private Answer list(Request request, Caller caller) {
        List<Resource> all = Stream.concat(
                        control.quotas().list(caller).stream().map(QuotaCalls::of),
                        ABSENT.stream().map(type -> new Resource(type, 0, 0, 0)))
                .toList();
        Optional<String> type = request.query().first("type");
        if (type.isEmpty()) {
            return Answer.ok(new Answered(new Resources(all)));
        }
        List<Resource> one = all.stream()
                .filter(resource -> resource.type().equals(type.get()))
                .toList();
        if (one.isEmpty()) {
            throw new Malformation(
                    "type", "must be one of " + all.stream().map(Resource::type).toList());
        }
        return Answer.ok(new Answered(new Resources(one)));
    }

    private static Resource of(Quota quota) {
        return new Resource(
                word(quota.type()),
                (int) Math.min(quota.used(), Integer.MAX_VALUE),
                quota.limit().map(Long::intValue).orElse(UNLIMITED),
                0);
    }

    private static String word(Quota.Type type) {
        return switch (type) {
            case VPC -> "vpc";
            case SUBNET -> "subnet";
            case SECURITY_GROUP -> "securityGroup";
            case SECURITY_GROUP_RULE -> "securityGroupRule";
            case EIP -> "publicIp";
            case PEERING -> "vpcPeer";
            case ROUTE_TABLE -> "vpcContainRoutetable";
            case ROUTE -> "routetableContainRoutes";
        };
    }
}
