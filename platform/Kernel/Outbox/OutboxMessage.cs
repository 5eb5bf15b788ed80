using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Virtuos.Kernel.Outbox;

/// <summary>A published message, stored by the same save as the change it tells of.</summary>
public sealed class OutboxMessage
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Office { get; init; }

    public required string Type { get; init; }

    public required Guid Subject { get; init; }

    public required string Body { get; init; }

    public required DateTimeOffset At { get; init; }

    public static OutboxMessage Of(IMessage message, Guid office, DateTimeOffset at) => new()
    {
        Office = office,
        Type = message.GetType().FullName!,
        Subject = message.Subject,
        Body = JsonSerializer.Serialize(message, message.GetType()),
        At = at,
    };

    internal static void Map(ModelBuilder model) => model.Entity<OutboxMessage>(e =>
    {
        e.ToTable("outbox", "kernel");
        e.Property(m => m.Body).HasColumnType("jsonb");
    });
}

/// <summary>One message still owed to one handler; the row goes when the handler's work is committed.</summary>
public sealed class Delivery
{
    /// <summary>Order of publishing, given by the database.</summary>
    public long Seq { get; private set; }

    public required Guid Message { get; init; }

    public required string Handler { get; init; }

    public required Guid Subject { get; init; }

    public required Guid Office { get; init; }

    public int Attempts { get; init; }

    public required DateTimeOffset NextTry { get; init; }

    /// <summary>Set when it failed too often; it waits for the operator and blocks only its subject.</summary>
    public DateTimeOffset? ParkedAt { get; init; }

    public string? Error { get; init; }

    internal static void Map(ModelBuilder model) => model.Entity<Delivery>(e =>
    {
        e.ToTable("delivery", "kernel");
        e.HasKey(d => d.Seq);
        e.HasOne<OutboxMessage>().WithMany().HasForeignKey(d => d.Message);
        e.Property(d => d.Seq).UseIdentityAlwaysColumn();
    });
}
