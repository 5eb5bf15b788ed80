using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Mime;
using Virtuos.Kernel.Values;

namespace Virtuos.Mailroom;

/// <summary>Makes an arrival of an e-mail: everything in it becomes a part, and what only some programs show is held for a person to see.</summary>
internal sealed class MailIntake(IBlobStore blobs, Installation installation)
{
    /// <summary>In bytes; what is larger is noted by its header only.</summary>
    public const long Largest = 200L * 1024 * 1024;

    private const int LargestPicture = 100 * 1024;

    // What makes two programs show two different files.
    private static readonly string[] doubts = ["encoding-ambiguous", "encoding-broken", "encoding-hidden", "name-ambiguous"];

    /// <summary>For messages on their way through.</summary>
    public string Folder => Directory.CreateDirectory(Path.Combine(installation.Var, "spool")).FullName;

    /// <param name="source">The whole message, seekable.</param>
    /// <param name="whole">The same, stored.</param>
    public async Task<Arrival> Read(Postbox postbox, ReadMail mail, FiledPart whole, DateTimeOffset arrivedAt, CancellationToken cancel)
    {
        List<ArrivedPart> parts = [];
        var body = mail.Pieces.FirstOrDefault(p => p.Kind == MailPieceKind.Text && !p.Hidden);
        if (mail.Text is { } text && !string.IsNullOrWhiteSpace(text)) parts.Add(new(await Store(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "zprava.txt", "text/plain", cancel), "text"));
        var unpacked = mail.Pieces.Where(p => p.Place.Contains('/', StringComparison.Ordinal)).Select(p => p.Place[..p.Place.LastIndexOf('/')]).ToHashSet(StringComparer.Ordinal);
        foreach (var piece in mail.Pieces)
        {
            if (piece == body) continue;
            var part = await Store(piece.Open(), piece.Name, piece.MimeType, cancel);
            if (part.Size == 0 && piece.Kind != MailPieceKind.File) continue;
            parts.Add(new(part, Role(piece), StaysInside(piece, part, unpacked, mail)));
        }
        foreach (var (signature, number) in mail.Signatures.Select((s, i) => (s, i + 1)))
            if (signature.Content is { } content) parts.Add(new(await Store(content(), $"podepsano-{number}.mime", "application/octet-stream", cancel), "proof", Hidden: true));
        return Envelope(postbox, mail, whole, arrivedAt, parts, SetAside(mail, parts));
    }

    /// <summary>An arrival of which only the whole is kept, for a person to look at.</summary>
    public static Arrival Whole(Postbox postbox, ReadMail? mail, FiledPart whole, DateTimeOffset arrivedAt, string reason) => Envelope(postbox, mail, whole, arrivedAt, [], reason);

    private static Arrival Envelope(Postbox postbox, ReadMail? mail, FiledPart whole, DateTimeOffset arrivedAt, IReadOnlyList<ArrivedPart> parts, string? setAside)
    {
        var from = mail?.From;
        var address = EmailAddress.TryParse(from?.Address, out var valid) ? valid.Value : null;
        return new(postbox.Office, "e-mail", whole.Blob, postbox.Address, from?.Name ?? from?.Address, null, address, mail?.Subject, mail?.Text, arrivedAt, whole, parts, SetAside: setAside);
    }

    private static string? SetAside(ReadMail mail, List<ArrivedPart> parts)
    {
        if (mail.Unreadable is { } unreadable) return "mail-" + unreadable;
        if (mail.Pieces.Any(p => p.Kind is MailPieceKind.File or MailPieceKind.Message && (p.Hidden || p.Oddities.Overlaps(doubts)))) return "mail-ambiguous";
        return parts.Any(p => !p.Hidden) ? null : "mail-empty";
    }

    private static string Role(MailPiece piece) => piece.Kind switch
    {
        MailPieceKind.Signature => "proof",
        MailPieceKind.Text or MailPieceKind.Html or MailPieceKind.Aside or MailPieceKind.Report => "text",
        _ => "enclosure",
    };

    // A wrapper whose content follows, another look of the same text, a small picture of a page.
    private static bool StaysInside(MailPiece piece, FiledPart part, HashSet<string> unpacked, ReadMail mail) => piece.Kind switch
    {
        MailPieceKind.Message or MailPieceKind.Report or MailPieceKind.Html => true,
        MailPieceKind.Aside => !piece.Hidden,
        MailPieceKind.File when unpacked.Contains(piece.Place) && !piece.MimeType.StartsWith("text/", StringComparison.Ordinal) => true,
        MailPieceKind.File => piece.MimeType.StartsWith("image/", StringComparison.Ordinal) && part.Size < LargestPicture && piece.OfPage && mail.Pieces.Any(p => p.Kind == MailPieceKind.Html),
        _ => false,
    };

    private async Task<FiledPart> Store(Stream content, string name, string type, CancellationToken cancel)
    {
        await using (content)
        {
            var staged = await blobs.Stage(content, Largest, cancel);
            return new(staged.Hash.ToString(), name, type.Length is 0 or > 100 ? "application/octet-stream" : type, staged.Size);
        }
    }
}
