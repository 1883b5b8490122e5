package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.Binding.Made;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.store.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How virtual IPs and ports come together and apart. */
@ParameterizedClass
@EnumSource(Engine.class)
final class BindingTest {
    @Parameter
    private Engine engine;

    private World world;
    private VirtualIps vips;
    private SubnetId subnet;
    private ServerView web;

    @BeforeEach
    void start(@TempDir Path folder) {
        world = new World(engine, folder);
        vips = world.control.virtualIps();
        subnet = world.subnet(world.vpc("net"), "front", "10.0.0.0/24");
        web = world.server("web-1", subnet);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void bindingByTheOperatorSwitchesTheCheckOffAndUnbindingSwitchesItOn() {
        VipId vip = world.vip(subnet, "front").vip().id();
        VipView bound = vips.bind(world.caller, vip, World.to(web)).orThrow();
        assertThat(bound.bindings()).singleElement().satisfies(binding -> {
            assertThat(binding.binding().made()).isEqualTo(Made.ON_VIP);
            assertThat(binding.passes()).isTrue();
            assertThat(binding.port().checked()).isFalse();
            assertThat(binding.text()).isEqualTo("10.0.0.2");
        });
        VipView unbound = vips.unbind(world.caller, vip, World.to(web)).orThrow();
        assertThat(unbound.bindings()).isEmpty();
        PortView port = world.control
                .ports()
                .get(world.caller, web.nics().getFirst().port().id())
                .orThrow();
        assertThat(port.port().checked()).isTrue();
    }
}
