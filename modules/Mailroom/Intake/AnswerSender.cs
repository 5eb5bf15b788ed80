using System.Net.Mail;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;

namespace Virtuos.Mailroom;

/// <summary>The worst that the checks found in a message.</summary>
/// <param name="Finding">A code of <c>mailroom.finding.*</c>.</param>
/// <param name="Name">The file as its sender named it.</param>
/// <param name="Place">Where inside it.</param>
internal sealed record Trouble(string Finding, string Name, string? Place);

/// <summary>Answers whoever sent an e-mail: a receipt with code, time, hash and the result of the checks, or in plain words what to do. Other channels have receipts of their own.</summary>
internal sealed class AnswerSender(MailroomDb db, IDirectory directory, ITracking tracking, MailAnswers answers, Installation installation, Texts texts)
{
    // Machines that answer machines would never end (RFC 3834).
    private static readonly string[] machines = ["mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply", "bounce"];

    /// <summary>The sender is told that it came and how to follow it.</summary>
    public async Task Confirm(IncomingMessage message, IReadOnlyList<IncomingPart> parts, IReadOnlyList<SecurityMark> marks, CancellationToken cancel)
    {
        if (await Allowed(message, cancel) is not { } answer) return;
        var (t, keys) = (texts.In("cs"), tracking.Keys(message.Id));
        var files = string.Join('\n', parts.Where(p => !p.Hidden).SelectMany(p => marks.Where(m => m.Blob == p.Blob)
            .Select(m => $"  {t["mailroom.marks.one", ("signer", m.Signer ?? "?")]} {t[$"mailroom.marks.{m.Indication}"]}").Prepend($"– {p.Name}: {t["mailroom.finding.sound"]}, {p.Blob}")));
        await Mail(message, answer, "mailroom.confirm.title", t["mailroom.confirm.text", ("office", await Office(message, cancel)), ("subject", message.Subject ?? t["mailroom.intake.no-subject"]), ("at", message.ArrivedAt),
            ("hash", message.Original?.Blob ?? "–"), ("files", files), ("code", keys.Code), ("pin", keys.Pin), ("address", installation.Address + keys.Path)], cancel);
    }

    /// <summary>The sender is told why it cannot be taken and what to do.</summary>
    /// <returns>False when nobody can be told by this channel.</returns>
    public async Task<bool> TurnBack(IncomingMessage message, Trouble trouble, CancellationToken cancel)
    {
        var name = trouble.Place is { } place && trouble.Finding != "virus" ? $"{trouble.Name} ({place})" : trouble.Name;
        return await TurnBack(message, texts.In("cs")[$"mailroom.finding.{trouble.Finding}", ("name", name)], cancel);
    }

    /// <param name="why">In words, of a person or of the checks.</param>
    public async Task<bool> TurnBack(IncomingMessage message, string why, CancellationToken cancel)
    {
        if (await Allowed(message, cancel) is not { } answer) return false;
        var t = texts.In("cs");
        await Mail(message, answer, "mailroom.turned-back.title", t["mailroom.turned-back.text", ("office", await Office(message, cancel)), ("subject", message.Subject ?? t["mailroom.intake.no-subject"]),
            ("at", message.ArrivedAt), ("why", why), ("address", installation.Address)], cancel);
        return true;
    }

    private async Task<MailAnswer?> Allowed(IncomingMessage message, CancellationToken cancel) => message is { Channel: "e-mail", Email: { } email } && MailAddress.TryCreate(email, out var address)
        && !Array.Exists(machines, m => address.User.StartsWith(m, StringComparison.OrdinalIgnoreCase)) && !string.Equals(email, installation.Mail.From, StringComparison.OrdinalIgnoreCase)
        ? await answers.Allow(message.Office, message.ExternalId, email, cancel) : null;

    private async Task<string> Office(IncomingMessage message, CancellationToken cancel) =>
        (await directory.Office(message.Office, cancel))?.Name ?? throw new InvalidOperationException($"There is no office {message.Office}.");

    private async Task Mail(IncomingMessage message, MailAnswer answer, string title, string text, CancellationToken cancel) =>
        db.Publish(new MailOrdered(Guid.CreateVersion7(), message.Office, message.Id, message.Email!, texts.In("cs")[title, ("office", await Office(message, cancel))], text, null, []) { Answers = answer.To }, message.Office);
}
