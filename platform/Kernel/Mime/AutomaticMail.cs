namespace Virtuos.Kernel.Mime;

/// <summary>Tells messages of machines, which must never be answered (RFC 3834, 2), from those of people.</summary>
public static class AutomaticMail
{
    private static readonly string[] Senders = ["mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply", "bounce", "bounces", "listserv", "majordomo"];

    /// <summary>Why the message is not to be answered; null when a person may have sent it.</summary>
    public static string? Reason(ReadMail mail)
    {
        var header = mail.Header;
        if (header["Auto-Submitted"] is { } submitted && !MimeParameters.Parse(submitted).Value.Equals("no", StringComparison.Ordinal)) return "auto-submitted";
        if (header["Precedence"]?.Trim().ToLowerInvariant() is "bulk" or "junk" or "list" or "auto_reply") return "precedence";
        if (header["Return-Path"] is { } path && path.Replace(" ", "", StringComparison.Ordinal) == "<>") return "empty-return-path";
        if (header.Fields.Any(f => f.Name.StartsWith("List-", StringComparison.OrdinalIgnoreCase))) return "list";
        if (header["X-Auto-Response-Suppress"] is { } suppress && !suppress.Trim().Equals("none", StringComparison.OrdinalIgnoreCase)) return "suppressed";
        if (header["X-Autoreply"] is not null || header["X-Autorespond"] is not null || header["X-Auto-Reply-From"] is not null) return "auto-submitted";
        if (MimeParameters.Parse(header["Content-Type"] ?? "").Value is "multipart/report" or "message/delivery-status") return "report";
        if (mail.ReplyTo is not { } sender) return "no-sender";
        var name = sender.Address[..sender.Address.IndexOf('@', StringComparison.Ordinal)].ToLowerInvariant();
        return Senders.Any(s => name == s || name.StartsWith(s + "-", StringComparison.Ordinal) || name.StartsWith(s + "+", StringComparison.Ordinal)) ? "machine" : null;
    }
}
