using Virtuos.Kernel.Database;

namespace Virtuos.Services.Following;

/// <summary>An address that gets news of a matter, once it is confirmed and until its owner stops it.</summary>
internal sealed class Watcher : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    /// <summary>The filer's own row has the id of the matter.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Matter { get; init; }

    public required string Address { get; init; }

    /// <summary>cs, en or de.</summary>
    public required string Language { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? StoppedAt { get; private set; }

    public bool IsFiler => Id == Matter;

    public bool IsOn => StoppedAt is null;

    public static Watcher OfFiler(Matter matter, string address, string language, DateTimeOffset at) =>
        new() { Office = matter.Office, Id = matter.Id, Matter = matter.Id, Address = address, Language = language, AskedAt = at };

    public void Stop(DateTimeOffset at) => StoppedAt ??= at;

    public void Start() => StoppedAt = null;
}
