package dev.perch.api.huawei;

import com.huaweicloud.sdk.core.ClientBuilder;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.invoker.SyncInvoker;
import dev.perch.api.Served;

/** Clients of the cloud's own SDK, unmodified, that talk to a server of a test. They sign; the server looks at the token. */
record Sdk(Served served) {

    <C> C client(ClientBuilder<C> builder) {
        return client(builder, served.project);
    }

    /** A client that says it acts for a project. */
    <C> C client(ClientBuilder<C> builder, String project) {
        return builder.withCredential(new BasicCredentials()
                        .withAk("TESTAK0123456789")
                        .withSk("testSecretKey/0123456789")
                        .withProjectId(project))
                .withEndpoint("http://127.0.0.1:" + served.server.port())
                .build();
    }

    static <R, S> S call(SyncInvoker<R, S> invoker) {
        return invoker.addHeader("X-Auth-Token", Served.TOKEN).invoke();
    }
}
