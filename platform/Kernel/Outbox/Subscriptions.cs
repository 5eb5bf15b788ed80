using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Virtuos.Kernel.Database;

namespace Virtuos.Kernel.Outbox;

/// <summary>A handler's standing wish for one type of message, delivered within its module's context.</summary>
/// <param name="Outside">It waits for somebody outside the house, so workers of its own deliver it.</param>
public sealed record Subscription(string Name, Type Message, Type Handler, Type Db, Func<IServiceProvider, string, CancellationToken, Task> Deliver, bool Outside = false);

/// <summary>Who listens to what.</summary>
public sealed class Subscriptions
{
    private readonly ILookup<Type, Subscription> byMessage;
    private readonly Dictionary<(string Handler, string Message), Subscription> byName;

    /// <exception cref="InvalidOperationException">An order has more than one handler, or a handler is registered twice.</exception>
    public Subscriptions(IEnumerable<Subscription> all)
    {
        All = [.. all];
        byMessage = All.ToLookup(s => s.Message);
        byName = All.ToDictionary(s => (s.Name, s.Message.FullName!));
        if (byMessage.FirstOrDefault(g => typeof(IOrder).IsAssignableFrom(g.Key) && g.Count() > 1) is { } ambiguous)
            throw new InvalidOperationException($"The order {ambiguous.Key.Name} has more than one handler.");
    }

    public IReadOnlyList<Subscription> All { get; }

    /// <exception cref="InvalidOperationException">Nobody carries the order out.</exception>
    public IEnumerable<Subscription> Of(IMessage message)
    {
        var handlers = byMessage[message.GetType()];
        return message is IOrder && !handlers.Any()
            ? throw new InvalidOperationException($"Nobody carries out the order {message.GetType().Name}.")
            : handlers;
    }

    /// <param name="message">Full name of the message's type.</param>
    public Subscription? Find(string handler, string message) => byName.GetValueOrDefault((handler, message));
}

public static class SubscriptionServices
{
    /// <summary>
    /// Delivers every <typeparamref name="TMessage"/> to the handler, in one transaction of the module's context. A handler that is registered
    /// for several messages gets all those of one subject in the order of publishing.
    /// </summary>
    /// <param name="outside">It waits for somebody outside the house: workers of their own deliver it, and it must give up within seconds.</param>
    public static IServiceCollection AddHandler<TDb, TMessage, THandler>(this IServiceCollection services, bool outside = false)
        where TDb : ModuleDb
        where TMessage : IMessage
        where THandler : class, IHandle<TMessage>
    {
        services.TryAddScoped<THandler>();
        return services.AddSingleton(new Subscription(
            $"{typeof(THandler).FullName}", typeof(TMessage), typeof(THandler), typeof(TDb),
            (scope, body, cancel) => scope.GetRequiredService<THandler>().Handle(System.Text.Json.JsonSerializer.Deserialize<TMessage>(body)!, cancel), outside));
    }
}
