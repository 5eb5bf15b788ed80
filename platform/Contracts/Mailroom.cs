using System.Security.Cryptography.X509Certificates;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Outbox;
using Virtuos.Kernel.Signatures;

namespace Virtuos.Contracts.Mailroom;

/// <summary>An e-mail to one person; sent when the mail server takes it, however long that lasts.</summary>
/// <param name="Origin">The submission it concerns, or null.</param>
public sealed record MailOrdered(Guid Mail, Guid Office, Guid? Origin, string To, string Title, string Text, string? Html, IReadOnlyList<FiledPart> Attachments) : IOrder
{
    /// <summary>Message-ID of the e-mail that it answers.</summary>
    public string? Answers { get; init; }

    public Guid Subject => Mail;
}

/// <summary>A short text to one phone; it waits for the gateway until <paramref name="Until"/> and is of no use after that.</summary>
/// <param name="To">In the international form, +420601234567.</param>
/// <param name="Origin">The submission it concerns, or null.</param>
public sealed record SmsOrdered(Guid Sms, Guid Office, Guid? Origin, string To, string Text, DateTimeOffset Until) : IOrder
{
    public Guid Subject => Sms;
}

/// <summary>
/// An official document to be delivered to its addressee by one channel. How far it is, and the proof of delivery, come back as
/// <see cref="LetterMoved"/>.
/// </summary>
public sealed record LetterOrdered(Guid Letter, Guid Office, Guid Document, Guid Origin, Filer Addressee, string ReferenceNumber, string Matter, string Kind,
    IReadOnlyList<FiledPart> Content, string Language) : IOrder
{
    /// <summary><c>portal</c>: into the mailbox of the matter, told by e-mail; <c>e-mail</c>: as a message alone; <c>data-box</c>.</summary>
    public string Channel { get; init; } = "portal";

    /// <summary>Id of the addressee's data box; with <c>data-box</c> only.</summary>
    public string? Box { get; init; }

    /// <summary>Our reference number as the envelope of a data message carries it (dmSenderRefNumber).</summary>
    public string? SenderNumber { get; init; }

    /// <summary>Our file mark (dmSenderIdent).</summary>
    public string? SenderFileMark { get; init; }

    /// <summary>The addressee's own reference number, where they gave one (dmRecipientRefNumber).</summary>
    public string? RecipientNumber { get; init; }

    /// <summary>The addressee's own file mark (dmRecipientIdent).</summary>
    public string? RecipientFileMark { get; init; }

    /// <summary>Into the addressee's own hands (dmPersonalDelivery; § 19 (4) of act 500/2004).</summary>
    public bool PersonalDelivery { get; init; }

    public Guid Subject => Letter;
}

/// <summary>A letter lies in the portal's mailbox of its matter, for the citizen to open.</summary>
public sealed record LetterLaid(Guid Letter, Guid Document, Guid Origin, Guid Office, string ReferenceNumber, string Matter, string Kind, IReadOnlyList<FiledPart> Content, DateTimeOffset At) : IEvent
{
    public Guid Subject => Origin;
}

/// <summary>One step of a letter's way is proven.</summary>
/// <param name="Channel"><c>portal</c>, <c>e-mail</c> or <c>data-box</c>.</param>
/// <param name="State"><c>sent</c> (lies where the addressee can take it), <c>delivered</c> or <c>failed</c>.</param>
/// <param name="Proof">The proof of delivery as PDF/A, to be filed; null while there is none.</param>
public sealed record LetterMoved(Guid Letter, Guid Document, Guid Origin, Guid Office, string Channel, string State, DateTimeOffset At, FiledPart? Proof) : IEvent
{
    /// <summary>Delivered by law, without anybody taking it (§ 17 (4) of act 300/2008).</summary>
    public bool ByFiction { get; init; }

    /// <summary>What the channel calls it, such as the id of the data message.</summary>
    public string? Number { get; init; }

    /// <summary>Why it failed, in words of the channel.</summary>
    public string? Note { get; init; }

    public Guid Subject => Letter;
}

/// <summary>A message came by some channel, was kept as it came and passed the checks; the sender follows it from now on.</summary>
/// <param name="Channel"><c>data-box</c>, <c>e-mail</c>, <c>media</c>, <c>counter</c> or <c>directory</c>.</param>
public sealed record MessageTaken(Guid Message, Guid Office, string Channel, string Matter, Filer Sender, DateTimeOffset ArrivedAt) : IEvent
{
    public Guid Subject => Message;
}

/// <summary>A message is to be registered: <c>DocumentRegistered</c> with the message as its origin comes back.</summary>
/// <param name="Content">In order, the main document first; each with its own bytes.</param>
/// <param name="Original">The whole message as it came, such as a signed ZFO or an .eml; null where there is nothing around the content.</param>
public sealed record MessageArrived(Guid Message, Guid Office, string Channel, string Matter, Filer Sender, DateTimeOffset ArrivedAt, string TrackingCode,
    IReadOnlyList<FiledPart> Content, FiledPart? Original) : IOrder
{
    public Guid Subject => Message;

    /// <summary>The number under which the sender keeps it.</summary>
    public string? SenderNumber { get; init; }

    /// <summary>The file mark of the sender.</summary>
    public string? SenderFileMark { get; init; }

    /// <summary>Agenda code by which the competent unit is found; null leaves it with the filing room.</summary>
    public string? Agenda { get; init; }

    public string? FilingMark { get; init; }

    /// <summary>Code of the deadline rule that binds the office.</summary>
    public string? DeadlineRule { get; init; }

    /// <summary>What was found of its signatures, seals and stamps on the day it came.</summary>
    public IReadOnlyList<SecurityMark> Marks { get; init; } = [];
}

/// <summary>A signature, seal or stamp and what was found of it when it was checked (the record of § 4 of decree 259/2012).</summary>
/// <param name="Blob">The bytes it belongs to, <c>sha256:…</c>.</param>
/// <param name="Format">Such as <c>PAdES</c>, <c>PKCS7</c>, <c>stamp</c>.</param>
/// <param name="Indication"><c>TOTAL_PASSED</c>, <c>INDETERMINATE</c> or <c>TOTAL_FAILED</c> of ETSI EN 319 102-1.</param>
/// <param name="Reason">Key of the text that says why.</param>
public sealed record SecurityMark(string Blob, string Name, string Format, string? Level, bool? Intact, bool? Trusted, bool? Qualified, DateTimeOffset? SignedAt,
    string? Signer, string? Issuer, string? Serial, string Indication, string SubIndication, string Reason, IReadOnlyList<SecurityStamp> Stamps, DateTimeOffset CheckedAt)
{
    /// <summary>Validity of the certificate.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The certificate was revoked; null when nobody could tell.</summary>
    public bool? Revoked { get; init; }

    /// <summary>Number of the list of revoked certificates (CRL) that was asked.</summary>
    public string? RevocationList { get; init; }

    /// <summary>Format of a mark that is a time stamp of the whole document.</summary>
    public const string Stamp = "stamp";

    /// <summary>All marks of a file as they were found: its signatures and seals, then the stamps of the whole document.</summary>
    public static IReadOnlyList<SecurityMark> Of(SignatureReport report, string blob, string name, DateTimeOffset at) =>
        [.. report.Signatures.Select(s => Of(s, blob, name, at)), .. report.DocumentStamps.Select(s => Of(s, blob, name, at))];

    private static SecurityMark Of(SignatureVerdict verdict, string blob, string name, DateTimeOffset at) => new(blob, name, verdict.Format, verdict.Level, verdict.Intact, verdict.Trusted, verdict.Qualified, verdict.SignedAt?.ToUniversalTime(),
        Holder(verdict.Certificate), Authority(verdict.Certificate), verdict.Certificate?.SerialNumber, verdict.Indication, verdict.SubIndication, verdict.Reason,
        [.. verdict.Stamps.Select(s => new SecurityStamp(s.Kind, s.At.ToUniversalTime(), s.Intact, s.Trusted, s.Authority))], at)
    {
        ValidFrom = verdict.Certificate?.NotBefore.ToUniversalTime(),
        ValidUntil = verdict.Certificate?.NotAfter.ToUniversalTime(),
        // What passed was asked for at its authority; what failed for being revoked says so.
        Revoked = verdict.SubIndication.StartsWith("REVOKED", StringComparison.Ordinal) ? true : verdict.Trusted == true ? false : null,
    };

    private static SecurityMark Of(StampVerdict stamp, string blob, string name, DateTimeOffset at) => new(blob, name, Stamp, null, stamp.Intact, stamp.Trusted, null, stamp.At.ToUniversalTime(),
        Holder(stamp.Certificate) ?? stamp.Authority, Authority(stamp.Certificate), stamp.Certificate?.SerialNumber, stamp switch { { Intact: false } => "TOTAL_FAILED", { Intact: true, Trusted: true } => "TOTAL_PASSED", _ => "INDETERMINATE" }, "", "", [], at)
    {
        ValidFrom = stamp.Certificate?.NotBefore.ToUniversalTime(),
        ValidUntil = stamp.Certificate?.NotAfter.ToUniversalTime(),
        Revoked = stamp.Trusted == true ? false : null,
    };

    private static string? Holder(X509Certificate2? certificate) => certificate is null ? null : Named(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false), certificate.SubjectName);

    private static string? Authority(X509Certificate2? certificate) => certificate is null ? null : Named(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true), certificate.IssuerName);

    // A person with their organisation, a seal with whose it is.
    private static string Named(string name, X500DistinguishedName all)
    {
        const string organisation = "2.5.4.10";
        var own = all.EnumerateRelativeDistinguishedNames().Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == organisation).Select(part => part.GetSingleElementValue()).FirstOrDefault();
        return string.IsNullOrEmpty(own) || name.Contains(own, StringComparison.Ordinal) ? name : $"{name}, {own}";
    }
}

/// <summary>A time stamp on a signature or document.</summary>
public sealed record SecurityStamp(string Kind, DateTimeOffset? At, bool? Intact, bool? Trusted, string? Authority);

/// <summary>A data box of somebody, as the state's system tells it.</summary>
/// <param name="Box">Seven letters and digits.</param>
/// <param name="Type">Such as <c>FO</c>, <c>PO</c>, <c>OVM</c>.</param>
/// <param name="Accessible">It can be delivered to now.</param>
public sealed record DataBoxCard(string Box, string Type, string Name, string Address, string? OrganisationNumber, DateOnly? BornOn, bool Accessible);

/// <summary>What the state's system knows of the boxes of somebody.</summary>
/// <param name="Answered">False when the office has no box of its own or the system is away: nothing is known then.</param>
public sealed record DataBoxFinding(bool Answered, IReadOnlyList<DataBoxCard> Boxes);

/// <summary>Asks the state's system of data boxes, over a box of the office. It is far away and takes its time: never ask in a transaction.</summary>
public interface IDataBoxes
{
    /// <summary>Boxes of an organisation by its number.</summary>
    Task<DataBoxFinding> OfOrganisation(Guid office, string organisationNumber, CancellationToken cancel);

    /// <summary>Boxes by a name, with an address or without; perhaps of namesakes.</summary>
    Task<DataBoxFinding> OfName(Guid office, string name, CancellationToken cancel);

    /// <summary>The box of an id, if there is one.</summary>
    Task<DataBoxFinding> OfId(Guid office, string box, CancellationToken cancel);
}
