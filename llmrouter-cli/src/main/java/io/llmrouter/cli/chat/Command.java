package io.llmrouter.cli.chat;

import java.util.List;
import java.util.function.Function;

/**
 * A command of the chat.
 *
 * @param name with its slash
 * @param argument what may follow, for people; empty if nothing may
 * @param help what it does
 * @param candidates what the argument can be completed with
 * @param action takes the argument, and tells what is wrong; empty if nothing is
 */
record Command(String name, String argument, String help, List<String> candidates, Function<String, String> action) {}
