using Virtuos.Kernel.Database;

namespace Virtuos.Records;

internal enum OwnKind
{
    /// <summary>Decides about rights or duties (§ 67 of act 500/2004); has a statement, reasons and an instruction.</summary>
    Decision,

    /// <summary>Tells something (§ 154 of act 500/2004, § 14 of act 106/1999).</summary>
    Answer,
}

/// <summary>What an official writes; every part is in the markup of <see cref="Markup"/>.</summary>
/// <param name="Title">The heading: what the paper is.</param>
/// <param name="Statement">Výrok of a decision.</param>
/// <param name="Reasons">Odůvodnění of a decision.</param>
/// <param name="Instruction">Poučení of a decision.</param>
/// <param name="Body">The text of an answer.</param>
internal sealed record OwnText(string Title, string Statement, string Reasons, string Instruction, string Body);

/// <summary>
/// The text of a document that the office writes, who wrote and who approved it, and when it took force; its place in the register, the
/// file and the office is that of the <see cref="Document"/> with the same id.
/// </summary>
internal sealed class OwnDocument : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    public required Guid Id { get; init; }

    public uint Version { get; private set; }

    public required OwnKind Kind { get; init; }

    /// <summary>Code of the template it began from.</summary>
    public required string Template { get; init; }

    /// <summary>Code of the rule of appeal; null for what cannot be appealed against.</summary>
    public required string? AppealRule { get; init; }

    public string Title { get; private set; } = "";

    public string Statement { get; private set; } = "";

    public string Reasons { get; private set; } = "";

    public string Instruction { get; private set; } = "";

    public string Body { get; private set; } = "";

    /// <summary>What the office says about a text of another one; null where nobody asks.</summary>
    public Stance? Stance { get; private set; }

    public required Guid Author { get; init; }

    public required string AuthorName { get; init; }

    public DateTimeOffset SavedAt { get; private set; }

    public string SavedByName { get; private set; } = "";

    /// <summary>How many times it was sent for approval.</summary>
    public int Round { get; private set; }

    /// <summary>Who sent it for approval the last time.</summary>
    public Guid? SentBy { get; private set; }

    public Guid? Approver { get; private set; }

    public string? ApproverName { get; private set; }

    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>Why the author approved it themself, where the office allows it.</summary>
    public string? OwnApprovalReason { get; private set; }

    /// <summary>Hash of the sealed file.</summary>
    public string? SealedBlob { get; private set; }

    /// <summary>How many times somebody was reached with it.</summary>
    public int Reached { get; private set; }

    /// <summary>The legal day of delivery: of the last of its addressees.</summary>
    public DateOnly? DeliveredOn { get; private set; }

    /// <summary>The last day for an appeal.</summary>
    public DateOnly? AppealUntil { get; private set; }

    /// <summary>The day of legal force (nabytí právní moci).</summary>
    public DateOnly? FinalOn { get; private set; }

    /// <summary>An appeal led to its annulment; it never takes force.</summary>
    public DateOnly? AnnulledOn { get; private set; }

    public OwnText Text => new(Title, Statement, Reasons, Instruction, Body);

    public bool IsApproved => ApprovedAt is not null;

    /// <summary>Nothing more is to be awaited from it: it needs no force, has it, or was annulled.</summary>
    public bool IsClosed => AppealRule is null || FinalOn is not null || AnnulledOn is not null;

    public bool IsOtherThan(uint? seen) => seen is { } version && version != Version;

    public void Save(OwnText text, string by, DateTimeOffset at)
    {
        if (IsApproved) throw new InvalidOperationException("What is approved never changes.");
        (Title, Statement, Reasons, Instruction, Body) = text;
        (SavedByName, SavedAt) = (by, at);
    }

    public void Take(Stance stance) => Stance = stance;

    /// <summary>Its words went in a disposal procedure; who wrote and approved it stays known.</summary>
    public void Erase() => (Statement, Reasons, Instruction, Body) = ("", "", "", "");

    public void Send(Guid by) => (Round, SentBy) = (Round + 1, by);

    public void Approve(Guid by, string name, string? ownReason, string sealedBlob, DateTimeOffset at) =>
        (Approver, ApproverName, OwnApprovalReason, SealedBlob, ApprovedAt) = (by, name, ownReason, sealedBlob, at);

    public void Reach() => Reached++;

    public void LoseDelivery() => (DeliveredOn, AppealUntil, FinalOn) = (null, null, null);

    /// <summary>With the last addressee the time for an appeal of the whole is known.</summary>
    /// <returns>False when it was delivered before.</returns>
    public bool Deliver(DateOnly day, DateOnly? appealUntil)
    {
        if (DeliveredOn is not null) return false;
        (DeliveredOn, AppealUntil) = (day, appealUntil);
        return true;
    }

    public void BecomeFinal(DateOnly day) => FinalOn = day;

    /// <summary>An appeal came in time after all: the force that was noted never began.</summary>
    public void LoseForce() => FinalOn = null;

    public void Annul(DateOnly day) => (AnnulledOn, FinalOn) = (day, null);
}
