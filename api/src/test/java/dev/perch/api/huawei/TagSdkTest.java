package dev.perch.api.huawei;

import static dev.perch.api.huawei.Sdk.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huaweicloud.sdk.core.exception.ClientRequestException;
import com.huaweicloud.sdk.eip.v2.EipClient;
import com.huaweicloud.sdk.eip.v2.model.BatchCreatePublicipTagsRequest;
import com.huaweicloud.sdk.eip.v2.model.BatchCreatePublicipTagsRequestBody;
import com.huaweicloud.sdk.eip.v2.model.CreatePublicipBandwidthOption;
import com.huaweicloud.sdk.eip.v2.model.CreatePublicipOption;
import com.huaweicloud.sdk.eip.v2.model.CreatePublicipRequest;
import com.huaweicloud.sdk.eip.v2.model.CreatePublicipRequestBody;
import com.huaweicloud.sdk.eip.v2.model.ResourceTagOption;
import com.huaweicloud.sdk.eip.v2.model.ShowPublicipRequest;
import com.huaweicloud.sdk.eip.v2.model.ShowPublicipTagsRequest;
import com.huaweicloud.sdk.vpc.v2.VpcClient;
import com.huaweicloud.sdk.vpc.v2.model.BatchCreateSubnetTagsRequest;
import com.huaweicloud.sdk.vpc.v2.model.BatchCreateSubnetTagsRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.BatchDeleteVpcTagsRequest;
import com.huaweicloud.sdk.vpc.v2.model.BatchDeleteVpcTagsRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.CreateSecurityGroupTagRequest;
import com.huaweicloud.sdk.vpc.v2.model.CreateSecurityGroupTagRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcOption;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcRequest;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcResourceTagRequest;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcResourceTagRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.DeleteVpcTagRequest;
import com.huaweicloud.sdk.vpc.v2.model.ListTag;
import com.huaweicloud.sdk.vpc.v2.model.ListVpcTagsRequest;
import com.huaweicloud.sdk.vpc.v2.model.ListVpcsByTagsRequest;
import com.huaweicloud.sdk.vpc.v2.model.ListVpcsByTagsRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.ListVpcsByTagsResponse;
import com.huaweicloud.sdk.vpc.v2.model.ResourceTag;
import com.huaweicloud.sdk.vpc.v2.model.ShowSecurityGroupTagsRequest;
import com.huaweicloud.sdk.vpc.v2.model.ShowSubnetTagsRequest;
import com.huaweicloud.sdk.vpc.v2.model.ShowVpcTagsRequest;
import com.huaweicloud.sdk.vpc.v3.model.BatchCreatePortTagsRequest;
import com.huaweicloud.sdk.vpc.v3.model.BatchCreatePortTagsRequestBody;
import com.huaweicloud.sdk.vpc.v3.model.ShowPortTagsRequest;
import com.huaweicloud.sdk.vpc.v3.model.ShowVpcRequest;
import dev.perch.api.Served;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cloud's own SDK, unmodified, tags what it makes. */
class TagSdkTest {
    private final Served served = new Served();
    private final Sdk sdk = new Sdk(served);
    private final VpcClient vpcs = sdk.client(VpcClient.newBuilder());
    private final com.huaweicloud.sdk.vpc.v3.VpcClient v3 =
            sdk.client(com.huaweicloud.sdk.vpc.v3.VpcClient.newBuilder());
    private final EipClient eips = sdk.client(EipClient.newBuilder());
    private final Cloud cloud = new Cloud(served);

    @AfterEach
    void stop() {
        served.close();
    }

    private static ResourceTag tag(String key, String value) {
        return new ResourceTag().withKey(key).withValue(value);
    }

    private List<ResourceTag> ofVpc(String id) {
        return call(vpcs.showVpcTagsInvoker(new ShowVpcTagsRequest().withVpcId(id)))
                .getTags();
    }

    @Test
    void aVpcIsMadeWithTagsAndFoundByThem() {
        String id = call(vpcs.createVpcInvoker(new CreateVpcRequest()
                        .withBody(new CreateVpcRequestBody()
                                .withVpc(new CreateVpcOption()
                                        .withName("a")
                                        .withCidr("10.0.0.0/16")
                                        .withTags(List.of("env*live"))))))
                .getVpc()
                .getId();
        call(vpcs.createVpcResourceTagInvoker(new CreateVpcResourceTagRequest()
                .withVpcId(id)
                .withBody(new CreateVpcResourceTagRequestBody().withTag(tag("team", "red")))));
        assertThat(ofVpc(id)).containsExactly(tag("env", "live"), tag("team", "red"));
        assertThat(call(v3.showVpcInvoker(new ShowVpcRequest().withVpcId(id)))
                        .getVpc()
                        .getTags()
                        .getFirst()
                        .getKey())
                .isEqualTo("env");
        assertThat(call(vpcs.listVpcTagsInvoker(new ListVpcTagsRequest())).getTags())
                .containsExactly(
                        new ListTag().withKey("env").withValues(List.of("live")),
                        new ListTag().withKey("team").withValues(List.of("red")));

        ListVpcsByTagsResponse found = call(vpcs.listVpcsByTagsInvoker(new ListVpcsByTagsRequest()
                .withBody(new ListVpcsByTagsRequestBody()
                        .withAction(ListVpcsByTagsRequestBody.ActionEnum.FILTER)
                        .withLimit(10)
                        .withTags(List.of(new ListTag().withKey("env").withValues(List.of("live")))))));
        assertThat(found.getTotalCount()).isEqualTo(1);
        assertThat(found.getResources().getFirst().getResourceId()).isEqualTo(id);
        assertThat(found.getResources().getFirst().getTags()).isEqualTo(ofVpc(id));

        call(vpcs.batchDeleteVpcTagsInvoker(new BatchDeleteVpcTagsRequest()
                .withVpcId(id)
                .withBody(new BatchDeleteVpcTagsRequestBody()
                        .withAction(BatchDeleteVpcTagsRequestBody.ActionEnum.DELETE)
                        .withTags(List.of(tag("env", "live"))))));
        call(vpcs.deleteVpcTagInvoker(new DeleteVpcTagRequest().withVpcId(id).withKey("team")));
        assertThat(ofVpc(id)).isEmpty();
        assertThatThrownBy(() -> call(vpcs.deleteVpcTagInvoker(
                        new DeleteVpcTagRequest().withVpcId(id).withKey("team"))))
                .isInstanceOfSatisfying(ClientRequestException.class, no -> {
                    assertThat(no.getHttpStatusCode()).isEqualTo(404);
                    assertThat(no.getErrorCode()).isEqualTo("VPC.2204");
                });
    }

    @Test
    void subnetsGroupsEipsAndPortsAreTaggedToo() {
        String subnet = cloud.subnet(cloud.vpc("a"), "s", "10.0.1.0/24");
        call(vpcs.batchCreateSubnetTagsInvoker(new BatchCreateSubnetTagsRequest()
                .withSubnetId(subnet)
                .withBody(new BatchCreateSubnetTagsRequestBody()
                        .withAction(BatchCreateSubnetTagsRequestBody.ActionEnum.CREATE)
                        .withTags(List.of(tag("k", "v"))))));
        assertThat(call(vpcs.showSubnetTagsInvoker(new ShowSubnetTagsRequest().withSubnetId(subnet)))
                        .getTags())
                .containsExactly(tag("k", "v"));

        String group = cloud.group("g");
        call(vpcs.createSecurityGroupTagInvoker(new CreateSecurityGroupTagRequest()
                .withSecurityGroupId(group)
                .withBody(new CreateSecurityGroupTagRequestBody().withTag(tag("k", "v")))));
        assertThat(call(vpcs.showSecurityGroupTagsInvoker(
                                new ShowSecurityGroupTagsRequest().withSecurityGroupId(group)))
                        .getTags())
                .containsExactly(tag("k", "v"));

        String vip = cloud.vip(subnet, "").at("/port/id");
        com.huaweicloud.sdk.vpc.v3.model.ResourceTag ofVip =
                new com.huaweicloud.sdk.vpc.v3.model.ResourceTag().withKey("k").withValue("v");
        call(v3.batchCreatePortTagsInvoker(new BatchCreatePortTagsRequest()
                .withPortId(vip)
                .withBody(new BatchCreatePortTagsRequestBody().withTags(List.of(ofVip)))));
        assertThat(call(v3.showPortTagsInvoker(new ShowPortTagsRequest().withPortId(vip)))
                        .getTags())
                .containsExactly(ofVip);
    }

    @Test
    void anEipShowsItsTags() {
        CreatePublicipBandwidthOption bandwidth = new CreatePublicipBandwidthOption()
                .withName("bw")
                .withSize(10)
                .withShareType(CreatePublicipBandwidthOption.ShareTypeEnum.PER);
        String id = call(eips.createPublicipInvoker(new CreatePublicipRequest()
                        .withBody(new CreatePublicipRequestBody()
                                .withBandwidth(bandwidth)
                                .withPublicip(new CreatePublicipOption().withType("5_bgp")))))
                .getPublicip()
                .getId();
        ResourceTagOption tag = new ResourceTagOption().withKey("k").withValue("v");
        call(eips.batchCreatePublicipTagsInvoker(new BatchCreatePublicipTagsRequest()
                .withPublicipId(id)
                .withBody(new BatchCreatePublicipTagsRequestBody()
                        .withAction(BatchCreatePublicipTagsRequestBody.ActionEnum.CREATE)
                        .withTags(List.of(tag)))));
        assertThat(call(eips.showPublicipTagsInvoker(new ShowPublicipTagsRequest().withPublicipId(id)))
                        .getTags())
                .hasSize(1);
        assertThat(call(eips.showPublicipInvoker(new ShowPublicipRequest().withPublicipId(id)))
                        .getPublicip()
                        .getTags())
                .containsExactly("k=v");
    }
}
