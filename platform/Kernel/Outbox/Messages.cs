namespace Virtuos.Kernel.Outbox;

/// <summary>Something one module tells others through the outbox.</summary>
public interface IMessage
{
    /// <summary>The thing it is about: messages of one subject reach one handler in the order in which they were published.</summary>
    Guid Subject { get; }
}

/// <summary>Something that happened; any number of handlers.</summary>
public interface IEvent : IMessage;

/// <summary>Something to be done; exactly one handler.</summary>
public interface IOrder : IMessage;

/// <summary>Reacts to a message; its changes and the delivery's mark are one transaction, so it needs no idempotency of its own.</summary>
public interface IHandle<in TMessage> where TMessage : IMessage
{
    Task Handle(TMessage message, CancellationToken cancel);
}
