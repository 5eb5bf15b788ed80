using Virtuos.Kernel;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

internal enum ProcedureState
{
    /// <summary>The proposal is put together; nothing has left the office.</summary>
    Draft,

    /// <summary>The sealed proposal is with the archive, or owed to it.</summary>
    Proposed,

    /// <summary>Every item has ended and the certificate lies in the procedure's own file.</summary>
    Closed,

    /// <summary>Given up before it was sent.</summary>
    Dropped,
}

/// <summary>Skartační řízení (§ 7 to § 11 of act 499/2004): a proposal of the office and everything that comes of it.</summary>
internal sealed class DisposalProcedure : IOfficeOwned, ILedgered, IVersioned
{
    private DisposalProcedure() { }

    public Guid Office { get; set; }

    /// <summary>Also what the archive knows it by (identifikátor skartačního řízení).</summary>
    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public string Register { get; private init; } = "";

    public int Year { get; private init; }

    public int Number { get; private init; }

    public string Mark { get; private init; } = "";

    public ProcedureState State { get; private set; }

    /// <summary>Files whose year of disposal is this one or earlier were taken.</summary>
    public int UpTo { get; private init; }

    public DateTimeOffset OpenedAt { get; private init; }

    public string OpenedByName { get; private init; } = "";

    /// <summary>When packages of all items were made and checked; null after every change.</summary>
    public DateTimeOffset? CheckedAt { get; private set; }

    /// <summary>The archive as it was when the proposal was sent.</summary>
    public string? Archive { get; private set; }

    public string? ArchiveCode { get; private set; }

    /// <summary>How the archive calls the office (identifikátor původce).</summary>
    public string? Originator { get; private set; }

    /// <summary>Its own file, in which the proposal and the certificate lie.</summary>
    public Guid? File { get; private set; }

    /// <summary>The sealed proposal.</summary>
    public Guid? Proposal { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    public Guid? SentBy { get; private set; }

    public string? SentByName { get; private set; }

    /// <summary>How many answers were fetched from the archive's door.</summary>
    public int Answers { get; private set; }

    public DateTimeOffset? NextPoll { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>Why answers cannot be fetched at present.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The sealed certificate of destruction.</summary>
    public Guid? Certificate { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public static DisposalProcedure Open(Guid office, RegisterNumber number, int upTo, string by, DateTimeOffset at) => new()
    {
        Office = office,
        Register = number.Register,
        Year = number.Year,
        Number = number.Number,
        Mark = number.Text,
        UpTo = upTo,
        OpenedAt = at,
        OpenedByName = by,
    };

    public void Check(DateTimeOffset? at) => CheckedAt = at;

    public void Send(DisposalArchive to, Guid file, Guid proposal, Guid? by, string name, DateTimeOffset at)
    {
        (State, Archive, ArchiveCode, Originator) = (ProcedureState.Proposed, to.Name, to.Code, to.Originator);
        (File, Proposal, SentBy, SentByName, SentAt, NextPoll) = (file, proposal, by, name, at, at);
    }

    public void Drop(DateTimeOffset at) => (State, EndedAt) = (ProcedureState.Dropped, at);

    /// <summary>One more answer was fetched; there may be another.</summary>
    public void Fetched(DateTimeOffset at) => (Answers, NextPoll, Attempts, Trouble) = (Answers + 1, at, 0, null);

    public void NothingYet(DateTimeOffset next) => (NextPoll, Attempts, Trouble) = (next, 0, null);

    public void Silent(string reason, DateTimeOffset now) => (NextPoll, Trouble, Attempts) = (now + DisposalParcel.Pause(Attempts), Erms.Cut(reason, 300), Attempts + 1);

    public void Close(Guid? certificate, DateTimeOffset at) => (State, Certificate, EndedAt, NextPoll) = (ProcedureState.Closed, certificate, at, null);
}

/// <summary>The archive that supervises the office, and its door. Without an address the letters of both go by hand.</summary>
internal sealed class DisposalArchive : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Name { get; set; }

    /// <summary>identifikatorArchivu of its lists.</summary>
    public required string Code { get; set; }

    /// <summary>identifikatorPuvodce of its lists.</summary>
    public required string Originator { get; set; }

    /// <summary>Absolute, ending with a slash; https, or http towards this machine.</summary>
    public string? Address { get; set; }

    public string SignIn { get; set; } = "";

    /// <summary>Locked by the installation's key.</summary>
    public byte[]? Secret { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }
}

/// <summary>Something of a list of the archive that cannot be taken, as a text's key with its values.</summary>
internal sealed record ListFault(string Key, string? Entity = null, string? What = null)
{
    public Refusal Refusal(string field) => Kernel.Refusal.Invalid(field, Key, ("entity", Entity ?? ""), ("what", What ?? ""));
}

/// <summary>Seznam of the archive as it came; with faults it changed nothing.</summary>
internal sealed class DisposalAnswer : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Procedure { get; init; }

    /// <summary>Its ID within the archive; empty when it could not be read.</summary>
    public required string List { get; init; }

    /// <summary><c>sha256:…</c> of its bytes.</summary>
    public required string Digest { get; init; }

    public required string Body { get; init; }

    public DateTimeOffset? MadeAt { get; init; }

    public required DateTimeOffset TakenAt { get; init; }

    public required string TakenByName { get; init; }

    public IReadOnlyList<ListFault> Findings { get; init; } = [];
}
