package dev.perch.api.huawei;

/**
 * A family of calls with its way to say no, and the codes it has for what is not in the table of {@link Codes}.
 *
 * @param parameters the code for a parameter that breaks a rule
 * @param absent     the code for an object that does not exist
 */
enum CallFamily {
    VPC("VPC.0101", "VPC.0105"),
    SUBNET("VPC.0201", "VPC.0202"),
    PORT("VPC.0001", "VPC.2204"),
    PRIVATE_IP("VPC.0702", "VPC.0704"),
    EIP("VPC.0501", "VPC.0504"),
    BANDWIDTH("VPC.0301", "VPC.0306"),
    /** Codes of v1 in the envelope of v3: those of v3 are not documented, and clients look at the status. */
    EIP_V3("VPC.0501", "VPC.0504"),
    QUOTA("VPC.1207", "VPC.1207"),
    ROUTE_TABLE("VPC.0001", "VPC.2204"),
    TAG("VPC.1801", "VPC.2204"),
    SECURITY_GROUP("VPC.0601", "VPC.0603"),
    VPC_V3("VPC.9901", "VPC.9904"),
    ECS("Ecs.0005", "Ecs.0114"),
    NOVA("badRequest", "itemNotFound"),
    NEUTRON("InvalidInput", "PortNotFound");

    private final String parameters;
    private final String absent;

    CallFamily(String parameters, String absent) {
        this.parameters = parameters;
        this.absent = absent;
    }

    String parameters() {
        return parameters;
    }

    String absent() {
        return absent;
    }
}
