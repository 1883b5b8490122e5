package dev.perch.store;

import org.jdbi.v3.core.Handle;

/** All tables as one transaction sees them. */
public record Tables(
        InstanceTable instance,
        RevisionTable revision,
        ChangeTable changes,
        VpcTable vpcs,
        SubnetTable subnets,
        RangeTable ranges,
        AddressTable addresses,
        PortTable ports,
        PairTable pairs,
        VipTable vips,
        SecurityGroupTable groups,
        SecurityRuleTable rules,
        GroupSetTable groupSets,
        BindingTable bindings,
        EipTable eips,
        EipPoolTable eipPools,
        QuotaTable quotas,
        TagTable tags,
        ServerTable servers,
        PeeringTable peerings,
        RouteTableTable routeTables,
        RouteRows routes,
        StatusTable statuses,
        HolderTable holders,
        DrillTable drills,
        JobTable jobs,
        EventTable events,
        AuditTable audits) {

    Tables(Handle handle) {
        this(
                new InstanceTable(handle),
                new RevisionTable(handle),
                new ChangeTable(handle),
                new VpcTable(handle),
                new SubnetTable(handle),
                new RangeTable(handle),
                new AddressTable(handle),
                new PortTable(handle),
                new PairTable(handle),
                new VipTable(handle),
                new SecurityGroupTable(handle),
                new SecurityRuleTable(handle),
                new GroupSetTable(handle),
                new BindingTable(handle),
                new EipTable(handle),
                new EipPoolTable(handle),
                new QuotaTable(handle),
                new TagTable(handle),
                new ServerTable(handle),
                new PeeringTable(handle),
                new RouteTableTable(handle),
                new RouteRows(handle),
                new StatusTable(handle),
                new HolderTable(handle),
                new DrillTable(handle),
                new JobTable(handle),
                new EventTable(handle),
                new AuditTable(handle));
    }
}
