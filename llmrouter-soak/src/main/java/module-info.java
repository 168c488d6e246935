/** A server under random faults, clients and reloads for as long as one likes. */
module io.llmrouter.soak {
    requires io.llmrouter.api;
    requires io.llmrouter.core;
    requires io.llmrouter.testkit;
    requires java.management;
    requires java.net.http;
    requires jdk.attach;
    requires org.jspecify;
    requires tools.jackson.databind;
}
