package dev.perch.api.huawei;

import static dev.perch.api.huawei.Sdk.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huaweicloud.sdk.core.exception.ClientRequestException;
import com.huaweicloud.sdk.ecs.v2.EcsClient;
import com.huaweicloud.sdk.ecs.v2.model.AssociateServerVirtualIpOption;
import com.huaweicloud.sdk.ecs.v2.model.AssociateServerVirtualIpRequest;
import com.huaweicloud.sdk.ecs.v2.model.AssociateServerVirtualIpRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.BatchStopServersOption;
import com.huaweicloud.sdk.ecs.v2.model.BatchStopServersRequest;
import com.huaweicloud.sdk.ecs.v2.model.BatchStopServersRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.CreatePostPaidServersRequest;
import com.huaweicloud.sdk.ecs.v2.model.CreatePostPaidServersRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.CreatePostPaidServersResponse;
import com.huaweicloud.sdk.ecs.v2.model.DeleteServersRequest;
import com.huaweicloud.sdk.ecs.v2.model.DeleteServersRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.DisassociateServerVirtualIpOption;
import com.huaweicloud.sdk.ecs.v2.model.DisassociateServerVirtualIpRequest;
import com.huaweicloud.sdk.ecs.v2.model.DisassociateServerVirtualIpRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.ListServerInterfacesRequest;
import com.huaweicloud.sdk.ecs.v2.model.ListServersDetailsRequest;
import com.huaweicloud.sdk.ecs.v2.model.PostPaidServer;
import com.huaweicloud.sdk.ecs.v2.model.PostPaidServerNic;
import com.huaweicloud.sdk.ecs.v2.model.PostPaidServerRootVolume;
import com.huaweicloud.sdk.ecs.v2.model.ServerDetail;
import com.huaweicloud.sdk.ecs.v2.model.ServerId;
import com.huaweicloud.sdk.ecs.v2.model.ShowJobRequest;
import com.huaweicloud.sdk.ecs.v2.model.ShowServerRequest;
import com.huaweicloud.sdk.vpc.v2.VpcClient;
import com.huaweicloud.sdk.vpc.v2.model.AllowedAddressPair;
import com.huaweicloud.sdk.vpc.v2.model.CreatePortOption;
import com.huaweicloud.sdk.vpc.v2.model.CreatePortRequest;
import com.huaweicloud.sdk.vpc.v2.model.CreatePortRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.CreatePrivateipOption;
import com.huaweicloud.sdk.vpc.v2.model.CreatePrivateipRequest;
import com.huaweicloud.sdk.vpc.v2.model.CreatePrivateipRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.CreateSubnetOption;
import com.huaweicloud.sdk.vpc.v2.model.CreateSubnetRequest;
import com.huaweicloud.sdk.vpc.v2.model.CreateSubnetRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcOption;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcRequest;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.DeletePortRequest;
import com.huaweicloud.sdk.vpc.v2.model.DeletePrivateipRequest;
import com.huaweicloud.sdk.vpc.v2.model.DeleteSubnetRequest;
import com.huaweicloud.sdk.vpc.v2.model.DeleteVpcRequest;
import com.huaweicloud.sdk.vpc.v2.model.FixedIp;
import com.huaweicloud.sdk.vpc.v2.model.ListPortsRequest;
import com.huaweicloud.sdk.vpc.v2.model.ListPrivateipsRequest;
import com.huaweicloud.sdk.vpc.v2.model.ListVpcsRequest;
import com.huaweicloud.sdk.vpc.v2.model.Port;
import com.huaweicloud.sdk.vpc.v2.model.ShowPortRequest;
import com.huaweicloud.sdk.vpc.v2.model.ShowSubnetRequest;
import com.huaweicloud.sdk.vpc.v2.model.ShowVpcRequest;
import com.huaweicloud.sdk.vpc.v2.model.Subnet;
import com.huaweicloud.sdk.vpc.v2.model.UpdatePortOption;
import com.huaweicloud.sdk.vpc.v2.model.UpdatePortRequest;
import com.huaweicloud.sdk.vpc.v2.model.UpdatePortRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.Vpc;
import dev.perch.api.Served;
import dev.perch.model.Server;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cloud's own SDK, unmodified, goes through the life of a virtual IP. It signs; the server looks at the token. */
class SdkTest {
    private final Served served = new Served();
    private final Sdk sdk = new Sdk(served);
    private final VpcClient vpcs = sdk.client(VpcClient.newBuilder());
    private final EcsClient servers = sdk.client(EcsClient.newBuilder());

    @AfterEach
    void stop() {
        served.close();
    }

    private Vpc vpc() {
        CreateVpcOption option =
                new CreateVpcOption().withName("sdk").withCidr("10.0.0.0/16").withDescription("é");
        CreateVpcRequest request = new CreateVpcRequest().withBody(new CreateVpcRequestBody().withVpc(option));
        return call(vpcs.createVpcInvoker(request)).getVpc();
    }

    private Subnet subnet(Vpc vpc) {
        CreateSubnetOption option = new CreateSubnetOption()
                .withName("front")
                .withVpcId(vpc.getId())
                .withCidr("10.0.1.0/24")
                .withGatewayIp("10.0.1.1")
                .withIpv6Enable(true);
        CreateSubnetRequest request =
                new CreateSubnetRequest().withBody(new CreateSubnetRequestBody().withSubnet(option));
        return call(vpcs.createSubnetInvoker(request)).getSubnet();
    }

    private Port vip(Subnet subnet) {
        CreatePortOption option = new CreatePortOption()
                .withNetworkId(subnet.getId())
                .withName("vip")
                .withDeviceOwner("neutron:VIP_PORT")
                .withFixedIps(List.of(
                        new FixedIp().withSubnetId(subnet.getNeutronSubnetId()).withIpAddress("10.0.1.100")));
        CreatePortRequest request = new CreatePortRequest().withBody(new CreatePortRequestBody().withPort(option));
        return call(vpcs.createPortInvoker(request)).getPort();
    }

    private String server(Vpc vpc, Subnet subnet, String name) {
        PostPaidServer option = new PostPaidServer()
                .withName(name)
                .withImageRef("image")
                .withFlavorRef("s6.small.1")
                .withVpcid(vpc.getId())
                .withNics(List.of(new PostPaidServerNic().withSubnetId(subnet.getId())))
                .withRootVolume(
                        new PostPaidServerRootVolume().withVolumetype(PostPaidServerRootVolume.VolumetypeEnum.SSD))
                .withUserData("IyEvYmluL3NoCg==");
        CreatePostPaidServersResponse made =
                call(servers.createPostPaidServersInvoker(new CreatePostPaidServersRequest()
                        .withBody(new CreatePostPaidServersRequestBody().withServer(option))));
        String id = made.getServerIds().getFirst();
        observe(id, Server.State.ACTIVE);
        assertThat(call(servers.showJobInvoker(new ShowJobRequest().withJobId(made.getJobId())))
                        .getStatus()
                        .getValue())
                .isEqualTo("SUCCESS");
        return id;
    }

    private void observe(String id, Server.State state) {
        dev.perch.model.ObjectId.ServerId server = new dev.perch.model.ObjectId.ServerId(UUID.fromString(id));
        served.control.statuses().record(new Server.Status(server, state, "", Instant.now()));
    }

    private ServerDetail show(String id) {
        return call(servers.showServerInvoker(new ShowServerRequest().withServerId(id)))
                .getServer();
    }

    private String nic(Vpc vpc, String server) {
        return show(server).getAddresses().get(vpc.getId()).getFirst().getOsEXTIPSPortId();
    }

    private Port port(String id) {
        return call(vpcs.showPortInvoker(new ShowPortRequest().withPortId(id))).getPort();
    }

    @Test
    void aVirtualIpFromItsVpcToItsRelease() {
        Vpc vpc = vpc();
        assertThat(vpc.getStatus().getValue()).isEqualTo("OK");
        assertThat(vpc.getDescription()).isEqualTo("é");
        assertThat(call(vpcs.showVpcInvoker(new ShowVpcRequest().withVpcId(vpc.getId())))
                        .getVpc())
                .isEqualTo(vpc);
        assertThat(call(vpcs.listVpcsInvoker(new ListVpcsRequest().withLimit(10)))
                        .getVpcs())
                .containsExactly(vpc);
        Subnet subnet = subnet(vpc);
        assertThat(subnet.getStatus().getValue()).isEqualTo("ACTIVE");
        assertThat(subnet.getCidrV6()).endsWith("/64");
        assertThat(call(vpcs.showSubnetInvoker(new ShowSubnetRequest().withSubnetId(subnet.getId())))
                        .getSubnet())
                .isEqualTo(subnet);

        Port vip = vip(subnet);
        assertThat(vip.getDeviceOwner().getValue()).isEqualTo("neutron:VIP_PORT");
        assertThat(vip.getFixedIps().getFirst().getIpAddress()).isEqualTo("10.0.1.100");
        assertThat(port(vip.getId())).isEqualTo(vip);

        String web = server(vpc, subnet, "web");
        String nic = nic(vpc, web);
        assertThat(show(web).getStatus()).isEqualTo("ACTIVE");
        assertThat(show(web).getFlavor().getId()).isEqualTo("s6.small.1");
        assertThat(call(servers.listServersDetailsInvoker(new ListServersDetailsRequest().withLimit(10)))
                        .getServers())
                .hasSize(1);
        assertThat(call(servers.listServerInterfacesInvoker(new ListServerInterfacesRequest().withServerId(web)))
                        .getInterfaceAttachments()
                        .getFirst()
                        .getPortId())
                .isEqualTo(nic);
        assertThat(call(vpcs.listPortsInvoker(new ListPortsRequest()
                                .withDeviceOwner(ListPortsRequest.DeviceOwnerEnum.NEUTRON_VIP_PORT)
                                .withFixedIps(List.of("ip_address=10.0.1.100"))))
                        .getPorts())
                .containsExactly(vip);

        bindAndUnbind(vip, nic, subnet);

        call(vpcs.deletePortInvoker(new DeletePortRequest().withPortId(vip.getId())));
        call(servers.batchStopServersInvoker(new BatchStopServersRequest()
                .withBody(new BatchStopServersRequestBody()
                        .withOsStop(new BatchStopServersOption()
                                .withType(BatchStopServersOption.TypeEnum.HARD)
                                .withServers(List.of(new ServerId().withId(web)))))));
        call(servers.deleteServersInvoker(new DeleteServersRequest()
                .withBody(new DeleteServersRequestBody().withServers(List.of(new ServerId().withId(web))))));
        assertThatThrownBy(() -> show(web)).isInstanceOfSatisfying(ClientRequestException.class, e -> {
            assertThat(e.getHttpStatusCode()).isEqualTo(404);
            assertThat(e.getErrorCode()).isEqualTo("Ecs.0114");
            assertThat(e.getRequestId()).hasSize(32);
        });
        call(vpcs.deleteSubnetInvoker(
                new DeleteSubnetRequest().withVpcId(vpc.getId()).withSubnetId(subnet.getId())));
        call(vpcs.deleteVpcInvoker(new DeleteVpcRequest().withVpcId(vpc.getId())));
    }

    private void bindAndUnbind(Port vip, String nic, Subnet subnet) {
        AssociateServerVirtualIpOption bind = new AssociateServerVirtualIpOption()
                .withSubnetId(subnet.getId())
                .withIpAddress("10.0.1.100")
                .withReverseBinding(true);
        assertThat(call(servers.associateServerVirtualIpInvoker(new AssociateServerVirtualIpRequest()
                                .withNicId(nic)
                                .withBody(new AssociateServerVirtualIpRequestBody().withNic(bind))))
                        .getPortId())
                .isEqualTo(nic);
        assertThat(port(nic).getAllowedAddressPairs().getFirst().getIpAddress()).isEqualTo("10.0.1.100");

        assertThatThrownBy(() -> call(vpcs.deletePortInvoker(new DeletePortRequest().withPortId(vip.getId()))))
                .isInstanceOfSatisfying(ClientRequestException.class, e -> {
                    assertThat(e.getHttpStatusCode()).isEqualTo(409);
                    assertThat(e.getErrorCode()).isEqualTo("VPC.0707");
                });

        UpdatePortOption off = new UpdatePortOption()
                .withAllowedAddressPairs(List.of(
                        new AllowedAddressPair().withIpAddress("10.0.1.100"),
                        new AllowedAddressPair().withIpAddress("1.1.1.1/0")));
        assertThat(call(vpcs.updatePortInvoker(new UpdatePortRequest()
                                .withPortId(nic)
                                .withBody(new UpdatePortRequestBody().withPort(off))))
                        .getPort()
                        .getAllowedAddressPairs())
                .hasSize(2);

        DisassociateServerVirtualIpOption unbind = new DisassociateServerVirtualIpOption()
                .withSubnetId(DisassociateServerVirtualIpOption.SubnetIdEnum.fromValue(""))
                .withIpAddress(DisassociateServerVirtualIpOption.IpAddressEnum.fromValue(""))
                .withReverseBinding(true);
        call(servers.disassociateServerVirtualIpInvoker(new DisassociateServerVirtualIpRequest()
                .withNicId(nic)
                .withBody(new DisassociateServerVirtualIpRequestBody().withNic(unbind))));
        assertThat(port(nic).getAllowedAddressPairs()).isEmpty();
        assertThat(port(vip.getId()).getAllowedAddressPairs()).isEmpty();
    }

    @Test
    void privateIpsAndRefusals() {
        Subnet subnet = subnet(vpc());
        CreatePrivateipOption option =
                new CreatePrivateipOption().withSubnetId(subnet.getId()).withIpAddress("10.0.1.77");
        CreatePrivateipRequest request =
                new CreatePrivateipRequest().withBody(new CreatePrivateipRequestBody().withPrivateips(List.of(option)));
        String id = call(vpcs.createPrivateipInvoker(request))
                .getPrivateips()
                .getFirst()
                .getId();
        assertThat(call(vpcs.listPrivateipsInvoker(new ListPrivateipsRequest().withSubnetId(subnet.getId())))
                        .getPrivateips())
                .hasSize(3);
        assertThatThrownBy(() -> call(vpcs.createPrivateipInvoker(request)))
                .isInstanceOfSatisfying(ClientRequestException.class, e -> {
                    assertThat(e.getErrorCode()).isEqualTo("VPC.0701");
                    assertThat(e.getErrorMsg()).contains("10.0.1.77 is in use");
                });
        call(vpcs.deletePrivateipInvoker(new DeletePrivateipRequest().withPrivateipId(id)));
        assertThatThrownBy(() -> vpcs.listVpcs(new ListVpcsRequest()))
                .isInstanceOfSatisfying(ClientRequestException.class, e -> {
                    assertThat(e.getHttpStatusCode()).isEqualTo(401);
                    assertThat(e.getErrorCode()).isEqualTo("APIGW.0301");
                });
    }
}
