package dev.perch.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.ObjectId.ServerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server is: its script, its disk, its names, its devices, its end. */
class ServerRuntimeTest {
    private final Lab lab = new Lab();
    private final ServerId server = Lab.id();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void runsUserDataAndKeepsItsOutputAndStaysWhenItFails() {
        lab.boot(server, "web-1", "echo hello from $(hostname); echo oops >&2; exit 3\n");
        lab.awaitLog(server, "status 3");
        assertThat(lab.runtime.log(server, 10))
                .contains("hello from web-1\noops\nperch: user_data ended with status 3\n");
        assertThat(lab.runtime.log(server, 1)).isEqualTo("perch: user_data ended with status 3\n");
        assertThat(lab.runtime.running(server)).isPresent();
    }

    @Test
    void runsAnyInterpreterAndNothingWithoutUserData() {
        lab.boot(server, "perl", "#!/usr/bin/perl\nprint 6 * 7, \"\\n\";\n");
        lab.awaitLog(server, "42\n");
        ServerId quiet = Lab.id();
        lab.boot(quiet, "quiet", "");
        assertThat(lab.exec(quiet, "cat /etc/hostname").out()).isEqualTo("quiet\n");
        assertThat(lab.runtime.log(quiet, 10)).isEmpty();
    }

    @Test
    void keepsItsWritesFromTheHostAndOverBoots() {
        lab.boot(server, "web-1", "");
        assertThat(lab.exec(server, "echo mine >/etc/perch-test; rm /etc/debian_version; rm -rf /usr/share/doc")
                        .status())
                .isZero();
        assertThat(Path.of("/etc/perch-test")).doesNotExist();
        assertThat(Path.of("/etc/debian_version")).exists();
        assertThat(Path.of("/usr/share/doc")).exists();
        lab.runtime.powerOff(server);
        lab.boot(server, "web-1", "");
        assertThat(lab.exec(server, "cat /etc/perch-test; ls /etc/debian_version; ls /tmp /run/netns")
                        .out())
                .isEqualTo("mine\n/tmp:\n");
    }

    @Test
    void hasNamesProcessesAndDevicesOfItsOwn() {
        lab.boot(server, "Web 1!", "");
        assertThat(lab.exec(server, "hostname; getent hosts Web-1 | cut -d' ' -f1")
                        .out())
                .isEqualTo("Web-1\n127.0.1.1\n");
        assertThat(lab.exec(server, "cat /proc/1/comm; ls -d /proc/[0-9]* | wc -l")
                        .out())
                .startsWith("tini\n");
        assertThat(lab.exec(server, "ls /sys/class/net").out()).isEqualTo("lo\n");
        assertThat(lab.exec(server, "cd /dev; ls").out().split("\n"))
                .contains("null", "zero", "full", "random", "urandom", "tty", "pts", "shm", "fd", "stdin", "stdout")
                .doesNotContain("mem", "sda", "vda", "kmsg", "loop0");
        assertThat(lab.exec(server, "echo x >/dev/null && head -c 3 /dev/zero | wc -c && cat /proc/mounts")
                        .out())
                .startsWith("3\noverlay / overlay")
                .doesNotContain("/old");
    }

    @Test
    void changesNetworkSettingsButNoneOfTheHost() {
        lab.boot(server, "web-1", "");
        assertThat(lab.runtime.forwards(server)).isFalse();
        assertThat(lab.exec(server, "sysctl -qw net.ipv4.ip_forward=1").status())
                .isZero();
        assertThat(lab.runtime.forwards(server)).isTrue();
        assertThat(lab.exec(server, "echo 1 >/proc/sys/vm/panic_on_oom").status())
                .isNotZero();
        assertThat(lab.exec(server, "date -s 2001-01-01").status()).isNotZero();
        assertThat(lab.exec(server, "mknod /root/disk b 8 0").status()).isNotZero();
        assertThat(lab.exec(server, "mount -t tmpfs none /mnt && touch /mnt/x").status())
                .isZero();
    }

    @Test
    void doesNotSeePerchsDirectory() throws IOException {
        Files.writeString(lab.data.resolve("token"), "secret");
        lab.boot(server, "web-1", "");
        assertThat(lab.exec(server, "cat '" + lab.data.resolve("token") + "'").err())
                .contains("No such file");
        assertThat(lab.exec(server, "ls -a '" + lab.data.getParent() + "'").out())
                .doesNotContain("perch test");
        assertThat(lab.exec(server, "ls /var/lib/dpkg/status").status()).isZero();
        assertThat(lab.exec(server, "stat -c %a /var/lib").out())
                .isEqualTo(Programs.run("stat", "-c", "%a", "/var/lib") + "\n");
    }

    @Test
    void beginsEachBootWithANewNetwork() {
        lab.boot(server, "web-1", "");
        lab.exec(server, "sysctl -qw net.ipv4.ip_forward=1; ip address add 192.0.2.1/32 dev lo");
        lab.runtime.powerOff(server);
        assertThat(lab.kernel.exists(lab.runtime.namespaceName(server))).isFalse();
        lab.boot(server, "web-1", "");
        assertThat(lab.runtime.forwards(server)).isFalse();
        assertThat(lab.exec(server, "ip address show dev lo").out())
                .contains("127.0.0.1")
                .doesNotContain("192.0.2.1");
    }

    @Test
    void waitsForItsInterfaces() {
        lab.runtime.prepare(server);
        lab.runtime.boot(new Boot(server, "web-1", "ls /sys/class/net", List.of("eth0", "eth1"), 1));
        assertThat(lab.runtime.log(server, 10)).isEmpty();
        String namespace = lab.runtime.namespaceName(server);
        Programs.run("ip", "-n", namespace, "link", "add", "eth0", "type", "veth", "peer", "name", "eth1");
        Programs.run("ip", "-n", namespace, "link", "set", "eth0", "alias", "plugged");
        assertThat(lab.runtime.log(server, 10)).isEmpty();
        Programs.run("ip", "-n", namespace, "link", "set", "eth1", "alias", "plugged");
        lab.awaitLog(server, "eth0\neth1\nlo\n");
    }

    @Test
    void refusesToBootWithoutRootAndSaysWhy() throws IOException {
        lab.runtime.prepare(server);
        Path upper = lab.data.resolve("servers/" + server + "/upper");
        Programs.run("rm", "-rf", upper.toString());
        Files.createFile(upper);
        ServerFault fault = org.junit.jupiter.api.Assertions.assertThrows(
                ServerFault.class, () -> lab.runtime.boot(new Boot(server, "web-1", "", List.of(), 1)));
        assertThat(fault).hasMessageContaining("server web-1 did not boot: ").hasMessageContaining("mount: ");
        assertThat(lab.runtime.running()).isEmpty();
    }

    @Test
    void deletionLeavesNothing() throws IOException {
        Running running = lab.boot(server, "web-1", "setsid sleep 1000 & setsid sleep 1001 &");
        lab.awaitLog(server, "status 0");
        List<Long> pids = Processes.inNamespaceOf(running.pid());
        assertThat(pids).hasSize(4);
        lab.runtime.delete(server);
        assertThat(pids).allMatch(pid -> ProcessHandle.of(pid).isEmpty());
        assertThat(Processes.served(lab.tag, server)).isFalse();
        assertThat(lab.data.resolve("servers")).isEmptyDirectory();
        assertThat(lab.kernel.list("perch-" + lab.tag)).isEmpty();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(lab.tag, server.toString());
        lab.runtime.delete(server);
    }

    @Test
    void prunesOnlyWhatIsUnknown() {
        ServerId known = Lab.id();
        lab.boot(known, "known", "");
        lab.boot(server, "unknown", "");
        lab.kernel.create("perch-" + lab.tag + "-s-0123456789ab");
        assertThat(lab.runtime.prune(Set.of(known)))
                .containsExactlyInAnyOrder(server.toString(), "perch-" + lab.tag + "-s-0123456789ab");
        assertThat(lab.runtime.running()).extracting(Running::server).containsExactly(known);
    }
}
