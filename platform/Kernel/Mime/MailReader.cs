namespace Virtuos.Kernel.Mime;

/// <summary>
/// Reads a message whatever its sender's program did to it (RFC 5322, 2045–2049, 2231, 8551; winmail.dat of MS-OXTNEF): never throws on
/// bytes, holds little in memory, and leaves nothing unseen. What is packed in a part is unpacked into pieces of its own.
/// </summary>
/// <param name="folder">For what is unpacked and too large for memory; nothing is left there.</param>
public sealed class MailReader(string folder)
{
    private const int InMemory = 1024 * 1024;
    private const int LongestHeader = 64 * 1024;
    private const int Deepest = 8;
    private const int MostPieces = 2 * MimeStructure.MostParts;

    /// <param name="source">Seekable; the pieces read from it later, so it must outlive what is returned.</param>
    public ReadMail Read(Stream source)
    {
        var parts = MimeStructure.Read(source);
        var mail = new ReadMail(parts[0].Header);
        try
        {
            Add(mail, source, parts, 0);
            MailText.Choose(mail);
            if (mail.Oddities.Contains("too-many-parts")) mail.Unreadable ??= "too-many-parts";
            return mail;
        }
        catch
        {
            mail.Dispose();
            throw;
        }
    }

    private void Add(ReadMail mail, Stream source, IReadOnlyList<MimePart> parts, int depth)
    {
        foreach (var part in parts)
        {
            mail.Oddities.UnionWith(part.Oddities);
            if (mail.Pieces.Count > MostPieces)
            {
                mail.Oddities.Add("too-many-parts");
                return;
            }
            if (part.Kind == MimePartKind.Message) Message(mail, source, part);
            else if (part.Kind == MimePartKind.Multipart) Multipart(mail, source, part, parts);
            else if (part.Type == "message/partial") mail.Unreadable ??= "partial";
            if (part.Kind is MimePartKind.Message or MimePartKind.Multipart || (part.Start == part.End && part.Parent is null)) continue;
            Leaf(mail, source, part, depth);
        }
    }

    private static void Message(ReadMail mail, Stream source, MimePart part)
    {
        var inner = MimeStructure.Read(new MimeStretch(source, part.Start, Math.Min(part.End, part.Start + LongestHeader)))[0].Header;
        var names = PartFields.Names(part.Header);
        if (names.Count == 0) names = [(inner.Text("Subject") is { Length: > 0 } subject ? PlainName(subject) : "zprava-" + part.Place) + ".eml"];
        mail.Pieces.Add(new(part.Place, MailPieceKind.Message, names, "message/rfc822", null, part.Hidden, part.Oddities, () => new MimeStretch(source, part.Start, part.End)));
    }

    private static void Multipart(ReadMail mail, Stream source, MimePart part, IReadOnlyList<MimePart> parts)
    {
        if (part.Type == "multipart/encrypted" && part.Parent is null) mail.Unreadable ??= "encrypted";
        if (part.Type != "multipart/signed") return;
        var children = parts.Where(p => p.Parent == part && p.Kind is not (MimePartKind.Preamble or MimePartKind.Epilogue)).ToList();
        if (children is not [var signed, .., var signature] || children.Count != 2 || !IsSignature(signature.Type)) return;
        mail.Signatures.Add(new(part.Place, () => Decoded(source, signature, signature.Encodings[0]), () => new CanonicalLines(new MimeStretch(source, signed.HeaderStart, signed.End))));
    }

    private void Leaf(ReadMail mail, Stream source, MimePart part, int depth)
    {
        var encodings = Encodings(source, part);
        var first = true;
        foreach (var encoding in encodings)
        {
            var oddities = new HashSet<string>(part.Oddities);
            var names = PartFields.Names(part.Header);
            if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1) oddities.Add("name-ambiguous");
            var kind = Kind(part, names);
            if (part.Type == "message/external-body") oddities.Add("external-body");
            if (names.Count == 0) names = [Invented(part, kind)];
            var type = MimeParameters.Parse(part.Header["Content-Type"] ?? "");
            var piece = new MailPiece(part.Place, kind, names, part.Type, type["charset"], part.Hidden || !first, oddities, () => Decoded(source, part, encoding))
            {
                OfPage = part.Header["Content-ID"] is not null && part.Above.Any(p => p.Type == "multipart/related"),
                Flowed = type["format"]?.Equals("flowed", StringComparison.OrdinalIgnoreCase) == true,
                DeleteSpace = type["delsp"]?.Equals("yes", StringComparison.OrdinalIgnoreCase) == true,
            };
            if (piece.Hidden) oddities.Add("hidden");
            if (first) oddities.UnionWith(Doubts(source, part, encoding));
            mail.Pieces.Add(piece);
            mail.Oddities.UnionWith(oddities);
            first = false;
            if (depth < Deepest) Unpack(mail, piece, part, depth);
        }
    }

    // Where the header is of two minds, or says nothing while the bytes do, each reading is a piece.
    private static IReadOnlyList<TransferEncoding> Encodings(Stream source, MimePart part)
    {
        if (part.End - part.Start < 16) return part.Encodings;
        List<TransferEncoding> encodings = [.. part.Encodings];
        if (encodings[0] == TransferEncoding.Identity && part.Kind == MimePartKind.Leaf && Base64Text.Looks(new MimeStretch(source, part.Start, part.End)) && !encodings.Contains(TransferEncoding.Base64))
        {
            part.Oddities.Add("encoding-hidden");
            encodings.Add(TransferEncoding.Base64);
        }
        return encodings;
    }

    // What one program skips, another takes for content; what is uneven only old programs read differently.
    private static IEnumerable<string> Doubts(Stream source, MimePart part, TransferEncoding encoding)
    {
        if (encoding is not (TransferEncoding.Base64 or TransferEncoding.QuotedPrintable)) yield break;
        using var decoder = new TransferDecoder(new MimeStretch(source, part.Start, part.End), encoding);
        decoder.CopyTo(Stream.Null);
        if (decoder.Rubbish > 0 || decoder.WentOn) yield return "encoding-broken";
        if (decoder.Uneven) yield return "encoding-uneven";
    }

    private void Unpack(ReadMail mail, MailPiece piece, MimePart part, int depth)
    {
        var name = piece.Name.ToLowerInvariant();
        if (piece.MimeType is "application/ms-tnef" or "application/vnd.ms-tnef" || name == "winmail.dat") Tnef(mail, piece);
        else if (piece.MimeType is "application/pkcs7-mime" or "application/x-pkcs7-mime" || name.EndsWith(".p7m", StringComparison.Ordinal)) Opaque(mail, piece, part, depth);
        else if ((piece.MimeType is "message/rfc822" or "message/global" || piece.MimeType.StartsWith("multipart/", StringComparison.Ordinal)) && part.Encodings[0] != TransferEncoding.Identity)
            Nested(mail, Hold(mail, piece.Open()), piece, depth);
        else if (piece.MimeType.StartsWith("text/", StringComparison.Ordinal) && piece.Kind is MailPieceKind.Text or MailPieceKind.Aside && part.Encodings[0] != TransferEncoding.Uuencode) Uu(mail, piece);
    }

    private void Nested(ReadMail mail, Stream content, MailPiece piece, int depth)
    {
        mail.Oddities.Add("encoded-message");
        Add(mail, content, MimeStructure.Read(content, piece.Place + "/", piece.Hidden), depth + 1);
    }

    private void Tnef(ReadMail mail, MailPiece piece)
    {
        var content = Hold(mail, piece.Open());
        var found = Mime.Tnef.Read(content);
        if (found.Count == 0) mail.Oddities.Add("winmail-broken");
        var number = 0;
        foreach (var (name, type, start, end) in found)
        {
            number++;
            mail.Pieces.Add(new($"{piece.Place}/{number}", MailPieceKind.File, [name], type, null, piece.Hidden, new HashSet<string>(), () => new MimeStretch(content, start, end)));
        }
    }

    private void Opaque(ReadMail mail, MailPiece piece, MimePart part, int depth)
    {
        var signature = Hold(mail, piece.Open());
        var (kind, chunks) = CmsContent.Find(signature);
        if (kind == CmsKind.Enveloped && part.Parent is null) mail.Unreadable ??= "encrypted";
        if (kind != CmsKind.Signed || chunks.Count == 0) return;
        mail.Signatures.Add(new(piece.Place, piece.Open, null));
        var content = Hold(mail, new ChunkStream(signature, chunks));
        Add(mail, content, MimeStructure.Read(content, piece.Place + "/", piece.Hidden), depth + 1);
    }

    private void Uu(ReadMail mail, MailPiece piece)
    {
        using var head = piece.Open();
        if (!UuText.Mentioned(head)) return;
        var text = Hold(mail, piece.Open());
        var number = 0;
        foreach (var (name, start, end) in UuText.Find(text))
            mail.Pieces.Add(new($"{piece.Place}/{++number}", MailPieceKind.File, [name], "application/octet-stream", null, piece.Hidden, new HashSet<string> { "uuencoded" },
                () => new TransferDecoder(new MimeStretch(text, start, end), TransferEncoding.Uuencode)));
    }

    // What has to be read more than once and out of order: small things in memory, large ones in a file that goes by itself.
    private Stream Hold(ReadMail mail, Stream content)
    {
        using (content) return mail.Hold(Copied(content));
    }

    private Stream Copied(Stream content)
    {
        var memory = new MemoryStream();
        var buffer = new byte[64 * 1024];
        Stream target = memory;
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            if (target == memory && memory.Length + read > InMemory)
            {
                target = new FileStream(Path.Combine(folder, Guid.CreateVersion7().ToString("N")), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
                memory.WriteTo(target);
            }
            target.Write(buffer, 0, read);
        }
        target.Flush();
        return target;
    }

    private static Stream Decoded(Stream source, MimePart part, TransferEncoding encoding)
    {
        var bytes = new MimeStretch(source, part.Start, part.End);
        return encoding == TransferEncoding.Identity ? bytes : new TransferDecoder(bytes, encoding);
    }

    private static MailPieceKind Kind(MimePart part, IReadOnlyList<string> names)
    {
        if (part.Kind is MimePartKind.Preamble or MimePartKind.Epilogue) return MailPieceKind.Aside;
        if (IsSignature(part.Type)) return MailPieceKind.Signature;
        if (part.Type is "message/delivery-status" or "message/disposition-notification" or "text/rfc822-headers" or "message/feedback-report") return MailPieceKind.Report;
        var disposition = MimeParameters.Parse(part.Header["Content-Disposition"] ?? "").Value;
        if (disposition == "attachment" || (names.Count > 0 && disposition != "inline")) return MailPieceKind.File;
        return part.Type switch { "text/html" => MailPieceKind.Html, "text/plain" or "text/enriched" or "text/richtext" => MailPieceKind.Text, _ => MailPieceKind.File };
    }

    private static bool IsSignature(string type) => type is "application/pkcs7-signature" or "application/x-pkcs7-signature" or "application/pgp-signature";

    private static string PlainName(string subject) => string.Concat(subject.Take(80).Select(c => char.IsControl(c) || "\\/:*?\"<>|".Contains(c, StringComparison.Ordinal) ? '_' : c)).Trim('.', ' ');

    private static string Invented(MimePart part, MailPieceKind kind)
    {
        var ending = kind switch
        {
            MailPieceKind.Html => ".html",
            MailPieceKind.Text or MailPieceKind.Aside or MailPieceKind.Report => ".txt",
            MailPieceKind.Signature => ".p7s",
            _ => part.Type switch
            {
                "application/pdf" => ".pdf", "image/jpeg" => ".jpg", "image/png" => ".png", "image/gif" => ".gif", "text/calendar" => ".ics", "application/pkcs7-mime" or "application/x-pkcs7-mime" => ".p7m",
                "text/csv" => ".csv", "application/zip" => ".zip", "message/rfc822" => ".eml", "text/html" => ".html", "application/ms-tnef" => ".dat", _ when part.Type.StartsWith("text/", StringComparison.Ordinal) => ".txt", _ => ".bin",
            },
        };
        return $"cast-{part.Place.Replace('/', '-').Replace('?', 'x')}{ending}";
    }
}
