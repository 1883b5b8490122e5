package dev.perch.api.huawei;

import static dev.perch.api.huawei.Sdk.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huaweicloud.sdk.core.exception.ClientRequestException;
import com.huaweicloud.sdk.vpc.v2.VpcClient;
import com.huaweicloud.sdk.vpc.v2.model.AcceptVpcPeeringRequest;
import com.huaweicloud.sdk.vpc.v2.model.AcceptVpcPeeringResponse;
import com.huaweicloud.sdk.vpc.v2.model.AddRouteTableRoute;
import com.huaweicloud.sdk.vpc.v2.model.AsscoiateReq;
import com.huaweicloud.sdk.vpc.v2.model.AssociateRouteTableAndSubnetReq;
import com.huaweicloud.sdk.vpc.v2.model.AssociateRouteTableRequest;
import com.huaweicloud.sdk.vpc.v2.model.CreateRouteTableReq;
import com.huaweicloud.sdk.vpc.v2.model.CreateRouteTableRequest;
import com.huaweicloud.sdk.vpc.v2.model.CreateRoutetableReqBody;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcOption;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcPeeringOption;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcPeeringRequest;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcPeeringRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcRequest;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcRouteOption;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcRouteRequest;
import com.huaweicloud.sdk.vpc.v2.model.CreateVpcRouteRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.DelRouteTableRoute;
import com.huaweicloud.sdk.vpc.v2.model.DeleteRouteTableRequest;
import com.huaweicloud.sdk.vpc.v2.model.DeleteVpcPeeringRequest;
import com.huaweicloud.sdk.vpc.v2.model.DeleteVpcRouteRequest;
import com.huaweicloud.sdk.vpc.v2.model.DisassociateRouteTableRequest;
import com.huaweicloud.sdk.vpc.v2.model.ListRouteTablesRequest;
import com.huaweicloud.sdk.vpc.v2.model.ListVpcPeeringsRequest;
import com.huaweicloud.sdk.vpc.v2.model.ListVpcRoutesRequest;
import com.huaweicloud.sdk.vpc.v2.model.RejectVpcPeeringRequest;
import com.huaweicloud.sdk.vpc.v2.model.RejectVpcPeeringResponse;
import com.huaweicloud.sdk.vpc.v2.model.RouteTableListResp;
import com.huaweicloud.sdk.vpc.v2.model.RouteTableResp;
import com.huaweicloud.sdk.vpc.v2.model.RouteTableRoute;
import com.huaweicloud.sdk.vpc.v2.model.RouteTableRouteAction;
import com.huaweicloud.sdk.vpc.v2.model.RoutetableAssociateReqbody;
import com.huaweicloud.sdk.vpc.v2.model.ShowRouteTableRequest;
import com.huaweicloud.sdk.vpc.v2.model.ShowVpcPeeringRequest;
import com.huaweicloud.sdk.vpc.v2.model.ShowVpcRouteRequest;
import com.huaweicloud.sdk.vpc.v2.model.SubnetList;
import com.huaweicloud.sdk.vpc.v2.model.UpdateRouteTableReq;
import com.huaweicloud.sdk.vpc.v2.model.UpdateRouteTableRequest;
import com.huaweicloud.sdk.vpc.v2.model.UpdateRoutetableReqBody;
import com.huaweicloud.sdk.vpc.v2.model.UpdateVpcPeeringOption;
import com.huaweicloud.sdk.vpc.v2.model.UpdateVpcPeeringRequest;
import com.huaweicloud.sdk.vpc.v2.model.UpdateVpcPeeringRequestBody;
import com.huaweicloud.sdk.vpc.v2.model.VpcInfo;
import com.huaweicloud.sdk.vpc.v2.model.VpcPeering;
import com.huaweicloud.sdk.vpc.v2.model.VpcRoute;
import dev.perch.api.Served;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cloud's own SDK, unmodified, connects two VPCs and routes between them and through a virtual IP. */
class SdkPeeringTest {
    private final Served served = new Served();
    private final Sdk sdk = new Sdk(served);
    private final VpcClient vpcs = sdk.client(VpcClient.newBuilder());
    private final Cloud cloud = new Cloud(served);
    private String blue;
    private String green;
    private String subnet;

    @BeforeEach
    void start() {
        blue = vpc(vpcs, "blue", "10.0.0.0/16");
        green = vpc(vpcs, "green", "10.1.0.0/16");
        subnet = cloud.subnet(blue, "front", "10.0.1.0/24");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void aPeeringAndARouteThroughIt() {
        VpcPeering made = ask(vpcs, new VpcInfo().withVpcId(green));
        assertThat(made.getStatus()).isEqualTo(VpcPeering.StatusEnum.ACTIVE);
        assertThat(made.getRequestVpcInfo().getTenantId()).isEqualTo(served.project);
        assertThat(call(vpcs.showVpcPeeringInvoker(new ShowVpcPeeringRequest().withPeeringId(made.getId())))
                        .getPeering())
                .isEqualTo(made);
        assertThat(call(vpcs.listVpcPeeringsInvoker(new ListVpcPeeringsRequest().withVpcId(green)))
                        .getPeerings())
                .containsExactly(made);
        assertThat(call(vpcs.updateVpcPeeringInvoker(new UpdateVpcPeeringRequest()
                                .withPeeringId(made.getId())
                                .withBody(new UpdateVpcPeeringRequestBody()
                                        .withPeering(new UpdateVpcPeeringOption().withName("duo")))))
                        .getPeering()
                        .getName())
                .isEqualTo("duo");

        CreateVpcRouteOption option = new CreateVpcRouteOption()
                .withVpcId(blue)
                .withDestination("10.1.0.0/16")
                .withNexthop(made.getId())
                .withType(CreateVpcRouteOption.TypeEnum.PEERING);
        VpcRoute route = call(vpcs.createVpcRouteInvoker(
                        new CreateVpcRouteRequest().withBody(new CreateVpcRouteRequestBody().withRoute(option))))
                .getRoute();
        assertThat(route.getNexthop()).isEqualTo(made.getId());
        assertThat(call(vpcs.listVpcRoutesInvoker(new ListVpcRoutesRequest().withVpcId(blue)))
                        .getRoutes())
                .containsExactly(route);
        assertThat(call(vpcs.showVpcRouteInvoker(new ShowVpcRouteRequest().withRouteId(route.getId())))
                        .getRoute())
                .isEqualTo(route);
        call(vpcs.deleteVpcRouteInvoker(new DeleteVpcRouteRequest().withRouteId(route.getId())));
        call(vpcs.deleteVpcPeeringInvoker(new DeleteVpcPeeringRequest().withPeeringId(made.getId())));
        assertThatThrownBy(
                        () -> call(vpcs.showVpcPeeringInvoker(new ShowVpcPeeringRequest().withPeeringId(made.getId()))))
                .isInstanceOfSatisfying(ClientRequestException.class, e -> {
                    assertThat(e.getHttpStatusCode()).isEqualTo(404);
                    assertThat(e.getErrorMsg()).contains("PeeringNotFound");
                });
    }

    @Test
    void anotherProjectAcceptsAndRejects() {
        String project = "ab".repeat(16);
        VpcClient neighbour = sdk.client(VpcClient.newBuilder(), project);
        VpcInfo theirs =
                new VpcInfo().withVpcId(vpc(neighbour, "theirs", "10.2.0.0/16")).withTenantId(project);
        VpcPeering one = ask(vpcs, theirs);
        assertThat(one.getStatus()).isEqualTo(VpcPeering.StatusEnum.PENDING_ACCEPTANCE);
        assertThatThrownBy(() ->
                        call(vpcs.acceptVpcPeeringInvoker(new AcceptVpcPeeringRequest().withPeeringId(one.getId()))))
                .isInstanceOfSatisfying(
                        ClientRequestException.class,
                        e -> assertThat(e.getHttpStatusCode()).isEqualTo(403));
        AcceptVpcPeeringResponse accepted =
                call(neighbour.acceptVpcPeeringInvoker(new AcceptVpcPeeringRequest().withPeeringId(one.getId())));
        assertThat(accepted.getId()).isEqualTo(one.getId());
        assertThat(accepted.getStatus()).isEqualTo(AcceptVpcPeeringResponse.StatusEnum.ACTIVE);
        call(vpcs.deleteVpcPeeringInvoker(new DeleteVpcPeeringRequest().withPeeringId(one.getId())));
        VpcPeering two = ask(vpcs, theirs);
        assertThat(call(neighbour.rejectVpcPeeringInvoker(new RejectVpcPeeringRequest().withPeeringId(two.getId())))
                        .getStatus())
                .isEqualTo(RejectVpcPeeringResponse.StatusEnum.REJECTED);
    }

    @Test
    void aRouteTableWithItsRoutesAndSubnets() {
        cloud.vip(subnet, ",'fixed_ips':[{'ip_address':'10.0.1.100'}]");
        String server = cloud.server(blue, subnet, "fw");
        RouteTableListResp byDefault = call(vpcs.listRouteTablesInvoker(new ListRouteTablesRequest().withVpcId(blue)))
                .getRoutetables()
                .getFirst();
        assertThat(byDefault.getDefault()).isTrue();
        assertThat(byDefault.getSubnets()).extracting(SubnetList::getId).containsExactly(subnet);

        CreateRouteTableReq option = new CreateRouteTableReq()
                .withName("via")
                .withVpcId(blue)
                .withRoutes(List.of(new RouteTableRoute()
                        .withType("vip")
                        .withDestination("192.168.0.0/16")
                        .withNexthop("10.0.1.100")));
        RouteTableResp made = call(vpcs.createRouteTableInvoker(
                        new CreateRouteTableRequest().withBody(new CreateRoutetableReqBody().withRoutetable(option))))
                .getRoutetable();
        assertThat(made.getDefault()).isFalse();
        assertThat(made.getRoutes()).singleElement().satisfies(route -> {
            assertThat(route.getType()).isEqualTo("vip");
            assertThat(route.getNexthop()).isEqualTo("10.0.1.100");
        });
        RouteTableRouteAction routes = new RouteTableRouteAction()
                .withDel(List.of(new DelRouteTableRoute().withDestination("192.168.0.0/16")))
                .withAdd(List.of(new AddRouteTableRoute()
                        .withType("ecs")
                        .withDestination("0.0.0.0/0")
                        .withNexthop(server)));
        assertThat(call(vpcs.updateRouteTableInvoker(new UpdateRouteTableRequest()
                                .withRoutetableId(made.getId())
                                .withBody(new UpdateRoutetableReqBody()
                                        .withRoutetable(new UpdateRouteTableReq().withRoutes(routes)))))
                        .getRoutetable()
                        .getRoutes())
                .singleElement()
                .satisfies(route -> assertThat(route.getNexthop()).isEqualTo(server));

        call(vpcs.associateRouteTableInvoker(new AssociateRouteTableRequest()
                .withRoutetableId(made.getId())
                .withBody(subnets(new AssociateRouteTableAndSubnetReq().withAssociate(List.of(subnet))))));
        assertThat(show(made.getId()).getSubnets())
                .extracting(SubnetList::getId)
                .containsExactly(subnet);
        assertThatThrownBy(() -> call(
                        vpcs.deleteRouteTableInvoker(new DeleteRouteTableRequest().withRoutetableId(made.getId()))))
                .isInstanceOfSatisfying(
                        ClientRequestException.class,
                        e -> assertThat(e.getHttpStatusCode()).isEqualTo(409));
        call(vpcs.disassociateRouteTableInvoker(new DisassociateRouteTableRequest()
                .withRoutetableId(made.getId())
                .withBody(subnets(new AssociateRouteTableAndSubnetReq().withDisassociate(List.of(subnet))))));
        assertThat(show(made.getId()).getSubnets()).isEmpty();
        call(vpcs.deleteRouteTableInvoker(new DeleteRouteTableRequest().withRoutetableId(made.getId())));
    }

    private RouteTableResp show(String id) {
        return call(vpcs.showRouteTableInvoker(new ShowRouteTableRequest().withRoutetableId(id)))
                .getRoutetable();
    }

    private static RoutetableAssociateReqbody subnets(AssociateRouteTableAndSubnetReq subnets) {
        return new RoutetableAssociateReqbody().withRoutetable(new AsscoiateReq().withSubnets(subnets));
    }

    private VpcPeering ask(VpcClient client, VpcInfo accepter) {
        CreateVpcPeeringOption option = new CreateVpcPeeringOption()
                .withName("pair")
                .withRequestVpcInfo(new VpcInfo().withVpcId(blue))
                .withAcceptVpcInfo(accepter);
        return call(client.createVpcPeeringInvoker(
                        new CreateVpcPeeringRequest().withBody(new CreateVpcPeeringRequestBody().withPeering(option))))
                .getPeering();
    }

    private static String vpc(VpcClient client, String name, String cidr) {
        CreateVpcOption option = new CreateVpcOption().withName(name).withCidr(cidr);
        return call(client.createVpcInvoker(
                        new CreateVpcRequest().withBody(new CreateVpcRequestBody().withVpc(option))))
                .getVpc()
                .getId();
    }
}
