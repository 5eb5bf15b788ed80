using System.Linq.Expressions;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>A number of the register: unique and without gaps per office, register and year.</summary>
internal sealed record RegisterNumber(string Register, int Year, int Number, string Text);

/// <summary>
/// A document in the records of an office (§ 64 of act 499/2004): one that was received, or one of its own. Registered documents are
/// never removed here; disposal is another matter.
/// </summary>
internal sealed partial class Document : IOfficeOwned, ILedgered, IVersioned
{
    private Document() { }

    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public DocumentKind Kind { get; private init; }

    public DocumentState State { get; private set; }

    public string? Register { get; private set; }

    public int? Year { get; private set; }

    public int? Number { get; private set; }

    /// <summary>Číslo jednací; null only while an own document is being written.</summary>
    public string? ReferenceNumber { get; private set; }

    /// <summary>The submission the whole matter began with.</summary>
    public Guid Origin { get; private init; }

    /// <summary>What this very document came from: the submission, the supplement, the paper; an own document's own id.</summary>
    public Guid Source { get; private init; }

    /// <summary>The document it answers or belongs to.</summary>
    public Guid? Parent { get; private init; }

    /// <summary><c>portal</c>, <c>paper</c>, <c>own</c> or <c>agenda</c>: founded by an agenda system; or how its message came: <c>data-box</c>, <c>e-mail</c>, <c>media</c>, <c>counter</c>, <c>directory</c>.</summary>
    public string Channel { get; private init; } = "";

    /// <summary>Věc, in one line.</summary>
    public string Matter { get; private set; } = "";

    /// <summary>The person outside: who sent a received document, to whom an own one goes.</summary>
    public Filer Party { get; private set; } = null!;

    public string PartyName { get; private init; } = "";

    public string? Form { get; private init; }

    public int? FormVersion { get; private init; }

    /// <summary>The language of the citizen: cs, en or de.</summary>
    public string Language { get; private init; } = "cs";

    public string Agenda { get; private init; } = "";

    public string? TrackingCode { get; private init; }

    /// <summary>The reference number of the decision it appeals against.</summary>
    public string? Appeals { get; private init; }

    /// <summary>Under what its sender keeps it; at most 50 signs.</summary>
    public string? SenderNumber { get; private init; }

    /// <summary>What is on paper, whatever scans of it there are.</summary>
    public static readonly Expression<Func<Document, bool>> OnPaper = d => d.Channel == "paper" || (d.Channel == FromAgenda && d.Amount != null);

    private static readonly Func<Document, bool> onPaper = OnPaper.Compile();

    public bool IsOnPaper => onPaper(this);

    /// <summary>How much came, as "2 listy, 1 příloha"; only of what came on paper.</summary>
    public string? Amount { get; private set; }

    /// <summary>Nobody has said yet where its sender lives or resides.</summary>
    public bool LacksAddress => Kind == DocumentKind.Received && string.IsNullOrWhiteSpace(Party.Address);

    /// <summary>It is on paper and nobody has said yet how much of it there is.</summary>
    public bool LacksAmount => IsOnPaper && string.IsNullOrWhiteSpace(Amount);

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ReceivedAt { get; private init; }

    /// <summary>The legal day of receipt in Prague.</summary>
    public DateOnly ReceivedOn { get; private init; }

    /// <summary>Spisový znak: proposed by the form, then that of its file.</summary>
    public string? FilingMark { get; private set; }

    public Guid? File { get; private set; }

    /// <summary>Its place in the file, from 1.</summary>
    public int? FilePosition { get; private set; }

    public Guid Unit { get; private set; }

    /// <summary>The agenda system that alone works with it at present (výhradní správa); null for the office itself.</summary>
    public Guid? ManagedBy { get; private set; }

    /// <summary>The official who has it.</summary>
    public Guid? Holder { get; private set; }

    public string? DeadlineRule { get; private init; }

    /// <summary>The last day for the office by law; an own document carries that of the document it answers.</summary>
    public DateOnly? Deadline { get; private set; }

    public IReadOnlyList<Pause> Pauses { get; private set; } = [];

    public DateOnly? ConfirmBy { get; private init; }

    public DateTimeOffset? ConfirmedAt { get; private set; }

    public string? ConfirmedWay { get; private set; }

    public DateTimeOffset? SettledAt { get; private set; }

    public DateOnly? SettledOn { get; private set; }

    /// <summary>Settled within its deadline; null for what had none.</summary>
    public bool? OnTime { get; private set; }

    /// <summary>Code of the way it was settled: <c>decision</c>, <c>answer</c>, <c>noted</c>, <c>passed-on</c>, <c>lapsed</c>.</summary>
    public string? How { get; private set; }

    public string? SettledNote { get; private set; }

    /// <summary>The day by which the office must act, while the clock runs; reckoned by the database.</summary>
    public DateOnly? Due { get; private init; }

    /// <summary>The deadline, or the end of time; reckoned by the database, for sorting.</summary>
    public DateOnly SortDay { get; private init; }
}
