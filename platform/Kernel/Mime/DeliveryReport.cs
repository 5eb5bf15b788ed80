namespace Virtuos.Kernel.Mime;

/// <summary>A report of a mail server on a message of ours (RFC 3464).</summary>
/// <param name="About">The Message-ID of the message that it is about, without angles; null when the report does not enclose it.</param>
/// <param name="Action"><c>failed</c>, <c>delayed</c>, <c>delivered</c>, <c>relayed</c> or <c>expanded</c>.</param>
/// <param name="Status">Such as 5.1.1.</param>
/// <param name="Reason">What the other side said.</param>
public sealed record DeliveryReport(string? About, string? Recipient, string Action, string? Status, string? Reason)
{
    /// <summary>One for each recipient that the report speaks of; none when the message is no report.</summary>
    public static IReadOnlyList<DeliveryReport> Read(ReadMail mail)
    {
        if (mail.Pieces.FirstOrDefault(p => p.MimeType == "message/delivery-status") is not { } status) return [];
        var about = mail.Pieces.Where(p => p.Kind == MailPieceKind.Message || p.MimeType is "text/rfc822-headers" or "message/rfc822-headers").Select(Identifier).FirstOrDefault(id => id is not null);
        List<DeliveryReport> reports = [];
        // Groups of fields with a blank line between them; the first is about the message.
        foreach (var group in MailText.Read(status, out _).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            using var bytes = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(group.Trim('\n') + "\n\n"));
            var fields = MimeStructure.Read(bytes)[0].Header;
            if (fields["Action"] is not { } action) continue;
            var recipient = fields["Original-Recipient"] ?? fields["Final-Recipient"];
            reports.Add(new(about, Behind(recipient), action.Trim().ToLowerInvariant(), fields["Status"]?.Trim(), Behind(fields["Diagnostic-Code"])));
        }
        return reports;
    }

    private static string? Identifier(MailPiece piece)
    {
        using var source = piece.Open();
        var head = new byte[64 * 1024];
        var length = source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        using var bytes = new MemoryStream(head, 0, length);
        return MimeStructure.Read(bytes)[0].Header["Message-ID"]?.Trim().Trim('<', '>');
    }

    // "rfc822; somebody@town.test", "smtp; 550 …"
    private static string? Behind(string? value) => value?[(value.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim();
}
