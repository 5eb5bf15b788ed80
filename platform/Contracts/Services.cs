using System.Text.Json.Serialization;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Contracts.Services;

/// <summary>Bytes that belong to a message between modules; the bytes themselves never travel.</summary>
/// <param name="Blob"><c>sha256:…</c></param>
/// <param name="Size">In bytes.</param>
public sealed record FiledPart(string Blob, string Name, string MimeType, long Size);

/// <summary>Who filed, as they said it themselves.</summary>
/// <param name="Person">Their account, when they were signed in.</param>
public sealed record Filer(string Name, string? Address, string? Email, string? Phone, Guid? Person)
{
    /// <summary>The number of the organisation that <see cref="Name"/> and <see cref="Address"/> are of; null for a natural person.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OrganisationNumber { get; init; }

    /// <summary>As the sender or recipient of a document in the open norms, as far as they are known.</summary>
    public DocumentPerson AsPerson() => new(Name, Address) { OrganisationNumber = OrganisationNumber, BoxId = Box };

    /// <summary>The data box it came from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Box { get; init; }
}

/// <summary>
/// A person handed a completed form in; its answers and attachments will not change any more. Published once the filing is out of
/// quarantine; from here the registry gives it a reference number.
/// </summary>
/// <param name="Matter">What it is about in one line of Czech (věc).</param>
/// <param name="Agenda">Agenda code by which the competent unit is found.</param>
/// <param name="FilingMark">Mark of the file plan proposed by the form (spisový znak).</param>
/// <param name="DeadlineRule">Code of the deadline rule that binds the office.</param>
/// <param name="ConfirmBy">The last day to confirm a filing made without identity, or null when nothing has to be confirmed.</param>
/// <param name="Content">The filing as PDF/A, first, then its attachments.</param>
/// <param name="Appeals">The reference number of the decision that this filing appeals against, if any.</param>
public sealed record SubmissionFiled(Guid Submission, Guid Office, string Form, int FormVersion, string TrackingCode, string Matter, string Agenda, string FilingMark,
    string DeadlineRule, Filer Filer, DateTimeOffset FiledAt, DateOnly? ConfirmBy, IReadOnlyList<FiledPart> Content, string? Appeals, string Language) : IEvent
{
    public Guid Subject => Submission;
}

/// <summary>The filer confirmed a filing made without identity in time (§ 37 (4) of act 500/2004).</summary>
/// <param name="Way"><c>data-box</c>, <c>identity</c>, <c>counter</c> or <c>signed-print</c>.</param>
public sealed record SubmissionConfirmed(Guid Submission, string Way, DateTimeOffset At) : IEvent
{
    public Guid Subject => Submission;
}

/// <summary>Nobody confirmed the filing in time; by law it is as if it had not been made.</summary>
public sealed record SubmissionLapsed(Guid Submission, DateTimeOffset At) : IEvent
{
    public Guid Subject => Submission;
}

/// <summary>The filer answered a call to complete.</summary>
public sealed record SupplementFiled(Guid Supplement, Guid Submission, Guid Call, DateTimeOffset FiledAt, IReadOnlyList<FiledPart> Content) : IEvent
{
    public Guid Subject => Submission;
}

/// <summary>The citizen opened a delivered document in the portal's mailbox.</summary>
public sealed record LetterOpened(Guid Letter, DateTimeOffset At) : IEvent
{
    public Guid Subject => Letter;
}

/// <summary>What a citizen follows a matter with; printed on the slip at the counter.</summary>
/// <param name="Path">The address of the follow page, from the root, without the PIN.</param>
public sealed record TrackingKeys(string Code, string Pin, string Path);

public interface ITracking
{
    /// <summary>Code and PIN of a submission; both follow from its id and the installation's key, so paper has them before it is stored.</summary>
    TrackingKeys Keys(Guid submission);
}

/// <summary>A question of a form as an official sees it: for naming a defect at the very field.</summary>
public sealed record FormQuestion(string Field, string Label);

public interface IForms
{
    /// <summary>The questions of the submission's own version, in order; empty when it came on paper.</summary>
    Task<IReadOnlyList<FormQuestion>> Questions(Guid submission, CancellationToken cancel);
}

/// <summary>What the code on a printed form says: which form in which version, and what was filled in before it was printed.</summary>
/// <param name="Form">Its slug.</param>
/// <param name="Filer">Null where nothing was filled in, or it cannot be read any more.</param>
/// <param name="Known">Answers that were filled in, as label and value.</param>
public sealed record PaperForm(string Form, int Version, string Title, string Matter, string Agenda, string FilingMark, string DeadlineRule, Filer? Filer, IReadOnlyList<FormAnswer> Known);

/// <summary>A question of a form and its answer, in the words of the form.</summary>
public sealed record FormAnswer(string Label, string Value);

public interface IPaperForms
{
    /// <summary>The form behind the code of a printed paper; null when it is no such code. What was filled in is told only to the office it was meant for.</summary>
    Task<PaperForm?> Read(string code, Guid office, CancellationToken cancel);
}
