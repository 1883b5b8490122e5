package dev.perch.api.huawei;

import static dev.perch.api.huawei.Sdk.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huaweicloud.sdk.core.exception.ClientRequestException;
import com.huaweicloud.sdk.eip.v2.model.CreatePublicipBandwidthOption;
import com.huaweicloud.sdk.eip.v2.model.CreatePublicipOption;
import com.huaweicloud.sdk.eip.v2.model.CreatePublicipRequest;
import com.huaweicloud.sdk.eip.v2.model.CreatePublicipRequestBody;
import com.huaweicloud.sdk.eip.v2.model.DeletePublicipRequest;
import com.huaweicloud.sdk.eip.v2.model.ListBandwidthsRequest;
import com.huaweicloud.sdk.eip.v2.model.ListPublicipsRequest;
import com.huaweicloud.sdk.eip.v2.model.PublicipShowResp;
import com.huaweicloud.sdk.eip.v2.model.ShowBandwidthRequest;
import com.huaweicloud.sdk.eip.v2.model.ShowPublicipRequest;
import com.huaweicloud.sdk.eip.v2.model.UpdateBandwidthOption;
import com.huaweicloud.sdk.eip.v2.model.UpdateBandwidthRequest;
import com.huaweicloud.sdk.eip.v2.model.UpdateBandwidthRequestBody;
import com.huaweicloud.sdk.eip.v2.model.UpdatePublicipOption;
import com.huaweicloud.sdk.eip.v2.model.UpdatePublicipRequest;
import com.huaweicloud.sdk.eip.v2.model.UpdatePublicipsRequestBody;
import com.huaweicloud.sdk.eip.v3.model.AssociatePublicipsOption;
import com.huaweicloud.sdk.eip.v3.model.AssociatePublicipsRequest;
import com.huaweicloud.sdk.eip.v3.model.AssociatePublicipsRequestBody;
import com.huaweicloud.sdk.eip.v3.model.DisassociatePublicipsRequest;
import com.huaweicloud.sdk.eip.v3.model.ListPublicipsResponse;
import com.huaweicloud.sdk.eip.v3.model.PublicipSingleShowResp;
import com.huaweicloud.sdk.vpc.v2.VpcClient;
import com.huaweicloud.sdk.vpc.v2.model.ShowNetworkIpAvailabilitiesRequest;
import com.huaweicloud.sdk.vpc.v2.model.ShowQuotaRequest;
import dev.perch.api.Served;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cloud's own SDK, unmodified, goes through the life of an EIP. */
class EipSdkTest {
    private final Served served = new Served();
    private final Sdk sdk = new Sdk(served);
    private final com.huaweicloud.sdk.eip.v2.EipClient v1 =
            sdk.client(com.huaweicloud.sdk.eip.v2.EipClient.newBuilder());
    private final com.huaweicloud.sdk.eip.v3.EipClient v3 =
            sdk.client(com.huaweicloud.sdk.eip.v3.EipClient.newBuilder());
    private final VpcClient vpcs = sdk.client(VpcClient.newBuilder());
    private final Cloud cloud = new Cloud(served);

    @AfterEach
    void stop() {
        served.close();
    }

    private String allocate() {
        CreatePublicipBandwidthOption bandwidth = new CreatePublicipBandwidthOption()
                .withName("bw")
                .withSize(10)
                .withShareType(CreatePublicipBandwidthOption.ShareTypeEnum.PER)
                .withChargeMode(CreatePublicipBandwidthOption.ChargeModeEnum.TRAFFIC);
        return call(v1.createPublicipInvoker(new CreatePublicipRequest()
                        .withBody(new CreatePublicipRequestBody()
                                .withBandwidth(bandwidth)
                                .withPublicip(new CreatePublicipOption()
                                        .withType("5_bgp")
                                        .withAlias("front")))))
                .getPublicip()
                .getId();
    }

    private PublicipShowResp show(String id) {
        return call(v1.showPublicipInvoker(new ShowPublicipRequest().withPublicipId(id)))
                .getPublicip();
    }

    @Test
    void anEipFromItsAllocationToItsRelease() {
        String subnet = cloud.subnet(cloud.vpc("a"), "s", "10.0.1.0/24");
        String vip =
                cloud.vip(subnet, ",'fixed_ips':[{'ip_address':'10.0.1.100'}]").at("/port/id");
        String id = allocate();
        assertThat(show(id).getStatus().getValue()).isEqualTo("DOWN");
        assertThat(show(id).getIpVersion().getValue()).isEqualTo(4);

        UpdatePublicipRequest bind = new UpdatePublicipRequest()
                .withPublicipId(id)
                .withBody(new UpdatePublicipsRequestBody().withPublicip(new UpdatePublicipOption().withPortId(vip)));
        assertThat(call(v1.updatePublicipInvoker(bind)).getPublicip().getPortId())
                .isEqualTo(vip);
        PublicipShowResp bound = show(id);
        assertThat(bound.getStatus().getValue()).isEqualTo("ACTIVE");
        assertThat(bound.getPrivateIpAddress()).isEqualTo("10.0.1.100");
        assertThat(call(v1.listPublicipsInvoker(
                                new ListPublicipsRequest().withLimit(10).withPortId(List.of(vip))))
                        .getPublicips())
                .containsExactly(bound);

        ListPublicipsResponse listed =
                call(v3.listPublicipsInvoker(new com.huaweicloud.sdk.eip.v3.model.ListPublicipsRequest()
                        .withLimit(10)
                        .withVnicPortId(List.of(vip))));
        assertThat(listed.getTotalCount()).isEqualTo(1);
        PublicipSingleShowResp one = listed.getPublicips().getFirst();
        assertThat(one.getVnic().getDeviceOwner()).isEqualTo("neutron:VIP_PORT");
        assertThat(one.getBandwidth().getSize()).isEqualTo(10);
        assertThat(one.getCreatedAt()).isNotNull();

        assertThatThrownBy(() -> call(v1.deletePublicipInvoker(new DeletePublicipRequest().withPublicipId(id))))
                .isInstanceOfSatisfying(ClientRequestException.class, e -> {
                    assertThat(e.getHttpStatusCode()).isEqualTo(409);
                    assertThat(e.getErrorCode()).isEqualTo("VPC.0517");
                });
        call(v3.disassociatePublicipsInvoker(new DisassociatePublicipsRequest().withPublicipId(id)));
        assertThat(show(id).getPortId()).isNull();
        AssociatePublicipsOption port = new AssociatePublicipsOption()
                .withAssociateInstanceType(AssociatePublicipsOption.AssociateInstanceTypeEnum.PORT)
                .withAssociateInstanceId(vip);
        assertThat(call(v3.associatePublicipsInvoker(new AssociatePublicipsRequest()
                                .withPublicipId(id)
                                .withBody(new AssociatePublicipsRequestBody().withPublicip(port))))
                        .getPublicip()
                        .getAssociateInstanceId())
                .isEqualTo(vip);
        call(v1.updatePublicipInvoker(new UpdatePublicipRequest()
                .withPublicipId(id)
                .withBody(new UpdatePublicipsRequestBody().withPublicip(new UpdatePublicipOption().withPortId("")))));
        call(v1.deletePublicipInvoker(new DeletePublicipRequest().withPublicipId(id)));
        assertThatThrownBy(() -> show(id)).isInstanceOfSatisfying(ClientRequestException.class, e -> {
            assertThat(e.getHttpStatusCode()).isEqualTo(404);
            assertThat(e.getErrorCode()).isEqualTo("VPC.0504");
        });
        assertThatThrownBy(() -> call(v3.showPublicipInvoker(
                        new com.huaweicloud.sdk.eip.v3.model.ShowPublicipRequest().withPublicipId(id))))
                .isInstanceOfSatisfying(ClientRequestException.class, e -> {
                    assertThat(e.getErrorCode()).isEqualTo("VPC.0504");
                    assertThat(e.getRequestId()).isNotEmpty();
                });
    }

    @Test
    void itsBandwidthAndTheQuotas() {
        String subnet = cloud.subnet(cloud.vpc("a"), "s", "10.0.1.0/24");
        String bandwidth = show(allocate()).getBandwidthId();
        UpdateBandwidthOption option =
                new UpdateBandwidthOption().withName("wide").withSize(20);
        assertThat(call(v1.updateBandwidthInvoker(new UpdateBandwidthRequest()
                                .withBandwidthId(bandwidth)
                                .withBody(new UpdateBandwidthRequestBody().withBandwidth(option))))
                        .getBandwidth()
                        .getSize())
                .isEqualTo(20);
        assertThat(call(v1.listBandwidthsInvoker(new ListBandwidthsRequest().withLimit(10)))
                        .getBandwidths())
                .containsExactly(call(v1.showBandwidthInvoker(new ShowBandwidthRequest().withBandwidthId(bandwidth)))
                        .getBandwidth());
        assertThat(call(vpcs.showQuotaInvoker(new ShowQuotaRequest().withType(ShowQuotaRequest.TypeEnum.PUBLICIP)))
                        .getQuotas()
                        .getResources())
                .singleElement()
                .satisfies(quota -> {
                    assertThat(quota.getUsed()).isEqualTo(1);
                    assertThat(quota.getQuota()).isEqualTo(-1);
                });
        assertThat(call(vpcs.showNetworkIpAvailabilitiesInvoker(
                                new ShowNetworkIpAvailabilitiesRequest().withNetworkId(subnet)))
                        .getNetworkIpAvailability()
                        .getTotalIps())
                .isEqualTo(251);
    }
}
