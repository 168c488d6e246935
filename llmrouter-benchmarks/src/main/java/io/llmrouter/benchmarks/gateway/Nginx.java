package io.llmrouter.benchmarks.gateway;

import io.llmrouter.benchmarks.load.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** nginx as a plain reverse proxy: what it costs to carry the bytes and do nothing with them. */
final class Nginx implements Gateway {
    private static final String CONFIG = """
            daemon off;
            pid %1$s/nginx.pid;
            error_log %1$s/error.log error;
            worker_processes 1;
            worker_rlimit_nofile 8192;
            events { worker_connections 4096; }
            http {
                access_log off;
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
                keepalive_requests 100000000;
                upstream provider {
                    server 127.0.0.1:%3$d;
                    keepalive 1024;
                    keepalive_requests 100000000;
                }
                server {
                    listen 127.0.0.1:%2$d backlog=4096;
                    client_body_buffer_size 256k;
                    location / {
                        proxy_pass http://provider;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_buffering off;
                    }
                }
            }
            """;

    private String program = "nginx";

    @Override
    public String key() {
        return "nginx";
    }

    @Override
    public String title() {
        return "nginx, plain proxy";
    }

    @Override
    public String prepare(Workshop workshop) throws MissingGatewayException {
        Path installed = workshop.folder(this).resolve("package/usr/sbin/nginx");
        Optional<Path> present = workshop.program("nginx")
                .or(() -> Optional.of(Path.of("/usr/sbin/nginx")).filter(Files::isExecutable));
        if (present.isEmpty()) {
            // Unpacked beside, not installed: that needs no root and changes nothing on the machine.
            workshop.install(
                    this,
                    installed,
                    List.of(
                            List.of("apt-get", "download", "nginx"),
                            List.of("sh", "-c", "dpkg-deb -x nginx_*.deb package")));
        }
        program = present.orElse(installed).toString();
        return Versions.in(workshop.ask(this, program, "-v"));
    }

    @Override
    public Launch configure(Path folder, int port, int providerPort) throws IOException {
        Path file = folder.resolve("nginx.conf");
        Files.writeString(file, CONFIG.formatted(folder, port, providerPort));
        return Launch.of(
                Target.openAi(port, "mock"),
                program,
                "-e",
                folder.resolve("error.log").toString(),
                "-p",
                folder.toString(),
                "-c",
                file.toString());
    }
}
