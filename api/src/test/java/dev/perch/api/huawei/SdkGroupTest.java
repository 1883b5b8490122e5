package dev.perch.api.huawei;

import static dev.perch.api.huawei.Sdk.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huaweicloud.sdk.core.exception.ClientRequestException;
import com.huaweicloud.sdk.vpc.v2.VpcClient;
import com.huaweicloud.sdk.vpc.v2.model.CreatePortOption;
import com.huaweicloud.sdk.vpc.v2.model.CreatePortRequest;
import com.huaweicloud.sdk.vpc.v2.model.CreatePortRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.CreateSecurityGroupOption;
import com.huaweicloud.sdk.vpc.v2.model.CreateSecurityGroupRequest;
import com.huaweicloud.sdk.vpc.v2.model.CreateSecurityGroupRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.CreateSecurityGroupRuleOption;
import com.huaweicloud.sdk.vpc.v2.model.CreateSecurityGroupRuleRequest;
import com.huaweicloud.sdk.vpc.v2.model.CreateSecurityGroupRuleRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.DeleteSecurityGroupRequest;
import com.huaweicloud.sdk.vpc.v2.model.DeleteSecurityGroupRuleRequest;
import com.huaweicloud.sdk.vpc.v2.model.ListSecurityGroupRulesRequest;
import com.huaweicloud.sdk.vpc.v2.model.ListSecurityGroupsRequest;
import com.huaweicloud.sdk.vpc.v2.model.Port;
import com.huaweicloud.sdk.vpc.v2.model.SecurityGroup;
import com.huaweicloud.sdk.vpc.v2.model.SecurityGroupRule;
import com.huaweicloud.sdk.vpc.v3.model.AddSecurityGroupsRequest;
import com.huaweicloud.sdk.vpc.v3.model.AddSecurityGroupsRequestBody;
import com.huaweicloud.sdk.vpc.v3.model.BatchCreateSecurityGroupRulesOption;
import com.huaweicloud.sdk.vpc.v3.model.BatchCreateSecurityGroupRulesRequest;
import com.huaweicloud.sdk.vpc.v3.model.BatchCreateSecurityGroupRulesRequestBody;
import com.huaweicloud.sdk.vpc.v3.model.InsertSecurityGroupOption;
import com.huaweicloud.sdk.vpc.v3.model.RemoveSecurityGroupOption;
import com.huaweicloud.sdk.vpc.v3.model.RemoveSecurityGroupsRequest;
import com.huaweicloud.sdk.vpc.v3.model.RemoveSecurityGroupsRequestBody;
import com.huaweicloud.sdk.vpc.v3.model.SecurityGroupInfo;
import com.huaweicloud.sdk.vpc.v3.model.ShowSecurityGroupRequest;
import dev.perch.api.Served;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cloud's own SDK, unmodified, makes security groups in v1 and v3 and puts a port into them. */
class SdkGroupTest {
    private final Served served = new Served();
    private final Sdk sdk = new Sdk(served);
    private final VpcClient v1 = sdk.client(VpcClient.newBuilder());
    private final com.huaweicloud.sdk.vpc.v3.VpcClient v3 =
            sdk.client(com.huaweicloud.sdk.vpc.v3.VpcClient.newBuilder());

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void groupsAndRulesOfBothGenerationsAndAPortInThem() {
        SecurityGroup web = call(v1.createSecurityGroupInvoker(new CreateSecurityGroupRequest()
                        .withBody(new CreateSecurityGroupRequestBody()
                                .withSecurityGroup(new CreateSecurityGroupOption().withName("web")))))
                .getSecurityGroup();
        assertThat(web.getSecurityGroupRules()).hasSize(4);
        SecurityGroupRule http = ruleOfV1(web.getId());
        assertThat(http.getPortRangeMin()).isEqualTo(80);
        assertThat(http.getRemoteIpPrefix()).isEqualTo("0.0.0.0/0");
        assertThatThrownBy(() -> ruleOfV1(web.getId())).isInstanceOfSatisfying(ClientRequestException.class, e -> {
            assertThat(e.getHttpStatusCode()).isEqualTo(409);
            assertThat(e.getErrorCode()).isEqualTo("VPC.0612");
        });
        assertThat(call(v1.listSecurityGroupRulesInvoker(
                                new ListSecurityGroupRulesRequest().withSecurityGroupId(web.getId())))
                        .getSecurityGroupRules())
                .hasSize(5)
                .contains(http);

        SecurityGroupInfo db = groupOfV3();
        assertThat(db.getSecurityGroupRules()).hasSize(4);
        com.huaweicloud.sdk.vpc.v3.model.SecurityGroupRule denied = batch(db.getId());
        assertThat(denied.getMultiport()).isEqualTo("22,5432-5433");
        assertThat(denied.getPriority()).isEqualTo(7);
        assertThat(denied.getAction()).isEqualTo("deny");
        assertThat(denied.getEnabled()).isTrue();
        assertThat(call(v3.showSecurityGroupInvoker(new ShowSecurityGroupRequest().withSecurityGroupId(db.getId())))
                        .getSecurityGroup()
                        .getSecurityGroupRules())
                .hasSize(5);
        assertThat(call(v3.listSecurityGroupsInvoker(
                                new com.huaweicloud.sdk.vpc.v3.model.ListSecurityGroupsRequest().withLimit(2)))
                        .getPageInfo()
                        .getNextMarker())
                .isNotEmpty();
        assertThat(call(v1.listSecurityGroupsInvoker(new ListSecurityGroupsRequest()))
                        .getSecurityGroups())
                .hasSize(3);

        Port port = port(web.getId());
        assertThat(port.getSecurityGroups()).containsExactly(web.getId());
        assertThat(call(v3.addSecurityGroupsInvoker(new AddSecurityGroupsRequest()
                                .withPortId(port.getId())
                                .withBody(new AddSecurityGroupsRequestBody()
                                        .withPort(new InsertSecurityGroupOption()
                                                .withSecurityGroups(List.of(db.getId()))
                                                .withIndex(0)))))
                        .getPort()
                        .getSecurityGroups())
                .containsExactlyInAnyOrder(web.getId(), db.getId());
        assertThatThrownBy(() -> call(v1.deleteSecurityGroupInvoker(
                        new DeleteSecurityGroupRequest().withSecurityGroupId(db.getId()))))
                .isInstanceOf(ClientRequestException.class);
        com.huaweicloud.sdk.vpc.v3.model.Port left = call(v3.removeSecurityGroupsInvoker(
                        new RemoveSecurityGroupsRequest()
                                .withPortId(port.getId())
                                .withBody(new RemoveSecurityGroupsRequestBody()
                                        .withPort(new RemoveSecurityGroupOption()
                                                .withSecurityGroups(List.of(db.getId()))))))
                .getPort();
        assertThat(left.getSecurityGroups()).containsExactly(web.getId());
        assertThat(left.getPrivateIps()).hasSize(1);
        call(v1.deleteSecurityGroupRuleInvoker(
                new DeleteSecurityGroupRuleRequest().withSecurityGroupRuleId(denied.getId())));
        call(v1.deleteSecurityGroupInvoker(new DeleteSecurityGroupRequest().withSecurityGroupId(db.getId())));
    }

    private SecurityGroupRule ruleOfV1(String group) {
        return call(v1.createSecurityGroupRuleInvoker(new CreateSecurityGroupRuleRequest()
                        .withBody(new CreateSecurityGroupRuleRequestBody()
                                .withSecurityGroupRule(new CreateSecurityGroupRuleOption()
                                        .withSecurityGroupId(group)
                                        .withDirection("ingress")
                                        .withProtocol("tcp")
                                        .withPortRangeMin(80)
                                        .withPortRangeMax(80)
                                        .withRemoteIpPrefix("0.0.0.0/0")))))
                .getSecurityGroupRule();
    }

    private SecurityGroupInfo groupOfV3() {
        return call(v3.createSecurityGroupInvoker(new com.huaweicloud.sdk.vpc.v3.model.CreateSecurityGroupRequest()
                        .withBody(new com.huaweicloud.sdk.vpc.v3.model.CreateSecurityGroupRequestBody()
                                .withSecurityGroup(new com.huaweicloud.sdk.vpc.v3.model.CreateSecurityGroupOption()
                                        .withName("db")
                                        .withDescription("é")))))
                .getSecurityGroup();
    }

    /** The SDK sends a priority as text. */
    private com.huaweicloud.sdk.vpc.v3.model.SecurityGroupRule batch(String group) {
        return call(v3.batchCreateSecurityGroupRulesInvoker(new BatchCreateSecurityGroupRulesRequest()
                        .withSecurityGroupId(group)
                        .withBody(new BatchCreateSecurityGroupRulesRequestBody()
                                .withIgnoreDuplicate(true)
                                .withSecurityGroupRules(List.of(new BatchCreateSecurityGroupRulesOption()
                                        .withDirection("ingress")
                                        .withEthertype("IPv4")
                                        .withProtocol("tcp")
                                        .withMultiport("22,5432-5433")
                                        .withAction("deny")
                                        .withPriority("7"))))))
                .getSecurityGroupRules()
                .getFirst();
    }

    private Port port(String group) {
        Cloud cloud = new Cloud(served);
        String subnet = cloud.subnet(cloud.vpc("sdk"), "front", "10.0.1.0/24");
        return call(v1.createPortInvoker(new CreatePortRequest()
                        .withBody(new CreatePortRequestBody()
                                .withPort(new CreatePortOption()
                                        .withNetworkId(subnet)
                                        .withSecurityGroups(List.of(group))))))
                .getPort();
    }
}
