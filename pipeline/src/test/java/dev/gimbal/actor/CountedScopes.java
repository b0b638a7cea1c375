package dev.gimbal.actor;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts which of a backend's scopes are open, and how often each is closed. */
final class CountedScopes {
    private final Map<Scope, AtomicInteger> closings = new ConcurrentHashMap<>();

    /** The same backend, whose scopes count. */
    Backend around(Backend backend) {
        return proxy(Backend.class, backend, (name, result) -> name.equals("open") ? counted((Scope) result) : result);
    }

    private Scope counted(Scope scope) {
        AtomicInteger count = new AtomicInteger();
        Scope counted = proxy(Scope.class, scope, (name, result) -> {
            if (name.equals("close")) {
                count.incrementAndGet();
            }
            return result;
        });
        closings.put(scope, count);
        return counted;
    }

    private interface Answer {
        Object to(String name, Object result);
    }

    private static <T> T proxy(Class<T> type, T target, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return answer.to(method.getName(), method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** How many are open. */
    long open() {
        return closings.values().stream().filter(count -> count.get() == 0).count();
    }

    /** The most often that one was closed. */
    int mostClosings() {
        return closings.values().stream().mapToInt(AtomicInteger::get).max().orElse(0);
    }
}
