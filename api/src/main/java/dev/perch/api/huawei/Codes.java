package dev.perch.api.huawei;

import dev.perch.model.AddressRefusal;
import dev.perch.model.EipRefusal;
import dev.perch.model.GroupRefusal;
import dev.perch.model.NameRefusal;
import dev.perch.model.ObjectId;
import dev.perch.model.PeeringRefusal;
import dev.perch.model.PortRefusal;
import dev.perch.model.Quota;
import dev.perch.model.QuotaRefusal;
import dev.perch.model.Refusal;
import dev.perch.model.RouteRefusal;
import dev.perch.model.ServerRefusal;
import dev.perch.model.SubnetRefusal;
import dev.perch.model.TagRefusal;
import dev.perch.model.VipRefusal;
import dev.perch.model.VpcRefusal;

/** Status and code of every refusal, for every family of calls. */
final class Codes {
    private Codes() {}

    /** What a client sees of a refusal. */
    record Code(int status, String code) {}

    /**
     * One refusal in all families.
     *
     * @param status for v1 and Neutron; ECS says 400 to everything but an absent server
     * @param v1     the code of the VPC v1 catalogue; empty for the family's own code for parameters
     */
    private record Row(int status, String v1, String ecs, String neutron) {}

    static Code of(Refusal refusal, CallFamily family) {
        Refusal root = refusal.root();
        return switch (family) {
            case VPC, SUBNET, PORT, PRIVATE_IP, EIP, BANDWIDTH, EIP_V3, QUOTA, ROUTE_TABLE, TAG, SECURITY_GROUP -> {
                Row row = row(root, family);
                yield new Code(row.status(), row.v1().isEmpty() ? family.parameters() : row.v1());
            }
            case NEUTRON ->
                new Code(row(root, family).status(), row(root, family).neutron());
            case ECS -> {
                String code = row(root, family).ecs();
                yield new Code(code.equals("Ecs.0114") ? 404 : 400, code);
            }
            case NOVA ->
                switch (refusal.sort()) {
                    case INVALID -> new Code(400, "badRequest");
                    case CONFLICT -> new Code(409, "conflictingRequest");
                    case ABSENT -> new Code(404, "itemNotFound");
                };
            case VPC_V3 ->
                switch (refusal.sort()) {
                    case INVALID -> new Code(400, "VPC.9901");
                    case CONFLICT -> new Code(409, isQuota(root) ? "VPC.9905" : "VPC.9902");
                    case ABSENT -> new Code(404, "VPC.9904");
                };
        };
    }

    private static boolean isQuota(Refusal root) {
        return root instanceof QuotaRefusal.QuotaExceeded || root instanceof TagRefusal.TooManyTags;
    }

    /** What people read: the refusal's own sentence, except where clients look for the words of the cloud. */
    static String message(Refusal refusal) {
        return refusal.root() instanceof QuotaRefusal.QuotaExceeded exceeded
                ? "Quota exceeded for resources: ['" + resource(exceeded.type()) + "']"
                : refusal.message();
    }

    private static String resource(Quota.Type type) {
        return switch (type) {
            case VPC -> "router";
            case SUBNET -> "subnet";
            case SECURITY_GROUP -> "security_group";
            case SECURITY_GROUP_RULE -> "security_group_rule";
            case EIP -> "floatingip";
            case PEERING -> "peering";
            case ROUTE_TABLE -> "routetable";
            case ROUTE -> "route";
        };
    }

    /** The table. A refusal without a row does not compile. */
    private static Row row(Refusal refusal, CallFamily family) {
        return switch (refusal) {
            case Refusal.At at -> row(at.inner(), family);

            case VpcRefusal.VpcCidrInvalid r -> new Row(400, "VPC.0101", "Ecs.0005", "InvalidInput");
            case VpcRefusal.VpcCidrExcludesSubnet r -> new Row(400, "VPC.0117", "Ecs.0005", "InvalidInput");
            case VpcRefusal.VpcNotEmpty r -> new Row(409, "VPC.0104", "Ecs.0005", "RouterInUse");

            case VpcRefusal.VpcHasGroups r -> new Row(409, "VPC.0112", "Ecs.0005", "RouterInUse");
            case VpcRefusal.VpcHasRoutes r -> new Row(409, "VPC.0120", "Ecs.0005", "RouterInUse");

            case SubnetRefusal.SubnetCidrInvalid r -> new Row(400, "VPC.0212", "Ecs.0005", "InvalidInput");
            case SubnetRefusal.SubnetOutsideVpc r -> new Row(400, "VPC.0203", "Ecs.0005", "InvalidInput");
            case SubnetRefusal.SubnetOverlaps r -> new Row(400, "VPC.0204", "Ecs.0005", "InvalidInput");
            case SubnetRefusal.SubnetInOtherVpc r -> new Row(400, "VPC.0207", "Ecs.0005", "InvalidInput");
            case SubnetRefusal.GatewayInvalid r -> new Row(400, "VPC.0201", "Ecs.0005", "InvalidInput");
            case SubnetRefusal.SubnetLacksFamily r -> new Row(400, "", "Ecs.0014", "InvalidIpForNetwork");
            // 409, not the documented 500: every client retries both, and a 500 would say that we broke
            case SubnetRefusal.SubnetNotEmpty r -> new Row(409, "VPC.0206", "Ecs.0005", "SubnetInUse");

            case AddressRefusal.AddressWrongFamily r -> new Row(400, "", "Ecs.0014", "InvalidIpForSubnet");
            case AddressRefusal.AddressOutsideSubnet r -> new Row(400, "VPC.0705", "Ecs.0039", "InvalidIpForSubnet");
            case AddressRefusal.AddressReserved r -> new Row(400, "VPC.0705", "Ecs.0014", "InvalidIpForSubnet");
            // 409 instead of the documented 500, as above
            case AddressRefusal.AddressInUse r -> new Row(409, "VPC.0701", "Ecs.0010", "IpAddressInUse");
            case AddressRefusal.NoFreeAddress r -> new Row(409, "VPC.0703", "Ecs.0012", "IpAddressGenerationFailure");
            case AddressRefusal.AddressMissing r -> new Row(400, "", "Ecs.0014", "InvalidInput");

            case EipRefusal.EipOutsidePool r -> new Row(400, "VPC.0501", "Ecs.0005", "InvalidIpForNetwork");
            case EipRefusal.EipReserved r -> new Row(400, "VPC.0501", "Ecs.0005", "InvalidIpForNetwork");
            case EipRefusal.EipInUse r -> new Row(409, "VPC.0522", "Ecs.0005", "IpAddressInUse");
            case EipRefusal.NoFreeEip r -> new Row(409, "VPC.0532", "Ecs.0005", "IpAddressGenerationFailure");
            case EipRefusal.EipBound r -> new Row(409, "VPC.0510", "Ecs.0005", "FloatingIPPortAlreadyAssociated");
            case EipRefusal.EipNotReleasable r ->
                new Row(409, "VPC.0517", "Ecs.0005", "FloatingIPPortAlreadyAssociated");
            case EipRefusal.TargetHasEip r -> new Row(409, "VPC.0511", "Ecs.0005", "FloatingIPPortAlreadyAssociated");
            // 400, not the documented 500: the request names the wrong port
            case EipRefusal.TargetLacksFamily r -> new Row(400, "VPC.0508", "Ecs.0005", "InvalidInput");
            case EipRefusal.VipWithinVpc r -> new Row(400, "VPC.0508", "Ecs.0005", "InvalidInput");
            case EipRefusal.EipTargetAbsent r -> new Row(400, "VPC.0508", "Ecs.0005", "PortNotFound");
            case EipRefusal.HasEip r -> new Row(409, "VPC.0707", "Ecs.0005", "PortInUse");
            case EipRefusal.BandwidthInvalid r -> new Row(400, "VPC.0301", "Ecs.0005", "InvalidInput");

            case QuotaRefusal.QuotaExceeded r -> new Row(409, exceeded(r.type()), "Ecs.0005", "OverQuota");
            case QuotaRefusal.QuotaInvalid r -> new Row(400, "VPC.1207", "Ecs.0005", "InvalidInput");

            case NameRefusal.NameInvalid r -> new Row(400, "", "Ecs.0005", "InvalidInput");
            case NameRefusal.TextInvalid r -> new Row(400, "", "Ecs.0005", "InvalidInput");
            case NameRefusal.NameTaken r ->
                new Row(400, r.kind() == ObjectId.Kind.VPC ? "VPC.0115" : "", "Ecs.0005", "InvalidInput");
            case NameRefusal.NotFound r -> absent(r.kind(), family);
            case NameRefusal.NameAmbiguous r -> new Row(400, "", "Ecs.0005", "InvalidInput");
            case NameRefusal.NamedTwice r -> new Row(400, "", "Ecs.0005", "InvalidInput");
            case NameRefusal.FieldImmutable r -> new Row(400, "", "Ecs.0005", "InvalidInput");

            case GroupRefusal.DefaultGroupStays r ->
                new Row(409, "VPC.0612", "Ecs.0005", "SecurityGroupCannotRemoveDefault");
            case GroupRefusal.GroupInUse r -> new Row(409, "VPC.0612", "Ecs.0005", "SecurityGroupInUse");
            case GroupRefusal.GroupReferenced r -> new Row(409, "VPC.0612", "Ecs.0005", "SecurityGroupInUse");
            case GroupRefusal.PortNeedsGroup r -> new Row(400, "", "Ecs.0014", "InvalidInput");
            case GroupRefusal.RuleExists r -> new Row(409, "VPC.0612", "Ecs.0005", "SecurityGroupRuleExists");
            case GroupRefusal.RuleProtocolInvalid r ->
                new Row(400, "VPC.0601", "Ecs.0005", "SecurityGroupRuleInvalidProtocol");
            case GroupRefusal.RulePortsInvalid r ->
                new Row(400, "VPC.0601", "Ecs.0005", "SecurityGroupInvalidPortRange");
            case GroupRefusal.RuleOtherFamily r ->
                new Row(400, "VPC.0601", "Ecs.0005", "SecurityGroupRuleParameterConflict");
            case GroupRefusal.RuleRemoteInvalid r ->
                new Row(400, "VPC.0601", "Ecs.0005", "SecurityGroupRemoteGroupAndRemoteIpPrefix");
            case GroupRefusal.RulePriorityInvalid r -> new Row(400, "VPC.0601", "Ecs.0005", "InvalidInput");
            case GroupRefusal.RulesAlternateTooOften r -> new Row(409, "VPC.0612", "Ecs.0005", "InvalidInput");

            case PeeringRefusal.PeeringWithItself r -> new Row(400, "", "Ecs.0005", "InvalidInput");
            case PeeringRefusal.PeeringOverlaps r ->
                new Row(400, family == CallFamily.VPC ? "VPC.0117" : "VPC.0204", "Ecs.0005", "InvalidInput");
            case PeeringRefusal.PeeringExists r -> new Row(409, "", "Ecs.0005", "PeeringExists");
            case PeeringRefusal.PeeringNotPending r -> new Row(409, "", "Ecs.0005", "PeeringNotPending");
            case PeeringRefusal.NotAccepter r -> new Row(403, "", "Ecs.0005", "Forbidden");
            // no code of the catalogue names peerings; this one says that something still leads to the VPC
            case PeeringRefusal.VpcPeered r -> new Row(409, "VPC.0120", "Ecs.0005", "RouterInUse");

            case PortRefusal.PairInvalid r -> new Row(400, "", "Ecs.0005", "InvalidInput");
            case PortRefusal.PortIsServerNic r -> new Row(409, "VPC.0707", "Ecs.0005", "PortInUse");
            case PortRefusal.PortInUse r -> new Row(409, "VPC.0707", "Ecs.0014", "PortInUse");
            case PortRefusal.AttachmentInvalid r -> new Row(400, "", "Ecs.0005", "InvalidInput");
            case PortRefusal.NoFreeMac r -> new Row(409, "VPC.0703", "Ecs.0014", "MacAddressGenerationFailure");

            case RouteRefusal.DestinationInvalid r -> new Row(400, "", "Ecs.0005", "InvalidInput");
            case RouteRefusal.DestinationLocal r -> new Row(400, "", "Ecs.0005", "InvalidInput");
            case RouteRefusal.RouteExists r -> new Row(409, "", "Ecs.0005", "RouteExists");
            case RouteRefusal.TooManyRoutes r -> new Row(409, "", "Ecs.0005", "OverQuota");
            case RouteRefusal.NextHopOutsideVpc r -> new Row(400, "", "Ecs.0005", "InvalidInput");
            case RouteRefusal.NextHopLacksFamily r -> new Row(400, "", "Ecs.0005", "InvalidInput");
            case RouteRefusal.NextHopUnsupported r -> new Row(400, "", "Ecs.0005", "InvalidInput");
            case RouteRefusal.DefaultTableStays r -> new Row(409, "", "Ecs.0005", "RouteTableInUse");
            case RouteRefusal.TableAssociated r -> new Row(409, "", "Ecs.0005", "RouteTableInUse");
            case RouteRefusal.SubnetOutsideTable r -> new Row(400, "VPC.0207", "Ecs.0005", "InvalidInput");

            case ServerRefusal.NicCountInvalid r -> new Row(400, "", "Ecs.0050", "InvalidInput");
            case ServerRefusal.NicInOtherVpc r -> new Row(400, "", "Ecs.0064", "InvalidInput");
            case ServerRefusal.NotNicOfServer r -> new Row(400, "", "Ecs.0085", "InvalidInput");
            case ServerRefusal.PrimaryNicStays r -> new Row(400, "", "Ecs.0005", "InvalidInput");
            case ServerRefusal.UserDataTooLong r -> new Row(400, "", "Ecs.0005", "InvalidInput");

            case TagRefusal.TagInvalid r -> new Row(400, "VPC.1801", "Ecs.0005", "InvalidInput");
            case TagRefusal.TagTwice r -> new Row(400, "VPC.1801", "Ecs.0005", "InvalidInput");
            case TagRefusal.TooManyTags r -> new Row(400, "VPC.1801", "Ecs.0005", "InvalidInput");

            case VipRefusal.VipInOtherSubnet r -> new Row(400, "", "Ecs.0039", "InvalidInput");
            case VipRefusal.VipBound r -> new Row(409, "VPC.0707", "Ecs.0005", "PortInUse");
            case VipRefusal.VipNotBound r -> new Row(409, "", "Ecs.0005", "InvalidInput");
            case VipRefusal.VipPairNotNic r -> new Row(400, "", "Ecs.0005", "InvalidInput");
            case VipRefusal.VridInvalid r -> new Row(400, "", "Ecs.0005", "InvalidInput");
            case VipRefusal.AddressNotBindable r -> new Row(409, "VPC.0701", "Ecs.0010", "IpAddressInUse");
        };
    }

    /** The code of a used up quota; those that the catalogue does not name have the code of their family's parameters. */
    private static String exceeded(Quota.Type type) {
        return switch (type) {
            case VPC -> "VPC.0114";
            case SECURITY_GROUP, SECURITY_GROUP_RULE -> "VPC.0604";
            case EIP -> "VPC.0521";
            case SUBNET, PEERING, ROUTE_TABLE, ROUTE -> "";
        };
    }

    /** What an absent object of a kind is called; the ports call a virtual IP a port. */
    private static Row absent(String kind, CallFamily family) {
        return switch (kind) {
            case "vpc" -> new Row(404, "VPC.0105", "Ecs.0064", "RouterNotFound");
            case "subnet" -> new Row(404, "VPC.0202", "Ecs.0038", "SubnetNotFound");
            case "network" -> new Row(404, "VPC.0202", "Ecs.0038", "NetworkNotFound");
            case "security-group" -> new Row(404, "VPC.0603", "Ecs.0014", "SecurityGroupNotFound");
            case "security-group-rule" -> new Row(404, "VPC.0603", "Ecs.0014", "SecurityGroupRuleNotFound");
            case "eip" -> new Row(404, "VPC.0504", "Ecs.0005", "FloatingIPNotFound");
            case "bandwidth" -> new Row(404, "VPC.0306", "Ecs.0005", "FloatingIPNotFound");
            case "server" -> new Row(404, "VPC.2204", "Ecs.0114", "PortNotFound");
            case "port", "vip" -> new Row(404, family.absent(), "Ecs.0085", "PortNotFound");
            case "peering" -> new Row(404, "VPC.2204", "Ecs.0005", "PeeringNotFound");
            case "route" -> new Row(404, "VPC.2204", "Ecs.0005", "RouteNotFound");
            case "route-table" -> new Row(404, "VPC.2204", "Ecs.0005", "RouteTableNotFound");
            default ->
                new Row(404, family.absent(), family == CallFamily.ECS ? "Ecs.0114" : "Ecs.0005", "PortNotFound");
        };
    }
}
