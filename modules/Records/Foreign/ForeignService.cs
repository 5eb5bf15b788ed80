using System.Text;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>The foreign records service in which an office keeps its records; here Virtuos is its agenda system.</summary>
internal sealed class ForeignService : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Name { get; set; }

    /// <summary>Absolute; https, or http towards this machine.</summary>
    public required string Address { get; set; }

    /// <summary>Its code (Cil) and the code that it gave to us (Zdroj); 1 to 6 letters and digits.</summary>
    public required string Code { get; set; }

    public required string OwnCode { get; set; }

    /// <summary>Name for basic sign-in there.</summary>
    public required string SignIn { get; set; }

    /// <summary>The secret for it, locked by the installation's key.</summary>
    public required byte[] Secret { get; set; }

    /// <summary>The id of the user there in whose name we act (provedlKdo).</summary>
    public required string OnBehalfOf { get; set; }

    public required bool IsOn { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }
}

/// <summary>What the foreign service is to do.</summary>
internal enum ForeignWhat
{
    Found,
    OpenFile,
    Put,
    Settle,
    SettleFile,
    CloseFile,
}

internal enum ForeignState
{
    Waiting,
    Done,

    /// <summary>It said no; people decide what next.</summary>
    Refused,
}

/// <summary>One thing that the foreign service is to do exactly once, however often its answer is lost.</summary>
internal sealed class ForeignTask : IOfficeOwned
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    public Guid Office { get; set; }

    public long Seq { get; private set; }

    public required ForeignWhat What { get; init; }

    public Guid? Document { get; init; }

    public Guid? File { get; init; }

    public ForeignState State { get; private set; }

    /// <summary>It may have reached the foreign service: before it is sent again, that one is asked.</summary>
    public bool Sent { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset NextTry { get; private set; }

    public string? Error { get; private set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? DoneAt { get; private set; }

    public void Send() => Sent = true;

    /// <summary>Asked, it knows nothing of it.</summary>
    public void NeverArrived() => Sent = false;

    public void Finish(DateTimeOffset at) => (State, DoneAt, Error) = (ForeignState.Done, at, null);

    public void Refuse(string reason) => (State, Sent, Error) = (ForeignState.Refused, false, Erms.Cut(reason, 500));

    public void Wait(string reason, DateTimeOffset at) => (Error, NextTry) = (Erms.Cut(reason, 500), at + Pauses[Math.Min(Attempts++, Pauses.Length - 1)]);

    public void TryAgain(DateTimeOffset at) => (State, Attempts, NextTry) = (ForeignState.Waiting, 0, at);
}

/// <summary>What a document or a file is called in the foreign service, and how far it is there.</summary>
internal sealed class ForeignThing : IOfficeOwned
{
    public Guid Office { get; set; }

    public required Guid Thing { get; init; }

    /// <summary>Its reference number or file mark.</summary>
    public string? Number { get; set; }

    /// <summary><c>founded</c>, <c>filed</c>, <c>settled</c> or <c>closed</c>.</summary>
    public required string State { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>Locks secrets of services of others for the database and opens them for a call.</summary>
internal sealed class ForeignSecrets(Vault vault)
{
    private const string Shelf = "foreign-service";

    public byte[] Lock(Guid office, string secret) => vault.Lock(Shelf, office, Encoding.UTF8.GetBytes(secret));

    public string Open(Guid office, byte[] locked) => Encoding.UTF8.GetString(vault.Open(Shelf, office, locked));
}
