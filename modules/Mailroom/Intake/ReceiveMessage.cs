using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Mailroom;

/// <summary>A file of a message that came.</summary>
/// <param name="Role"><c>main</c>, <c>enclosure</c>, <c>text</c> or <c>proof</c>.</param>
/// <param name="Hidden">Stays in the original only.</param>
internal sealed record ArrivedPart(FiledPart Part, string Role, bool Hidden = false);

/// <summary>Something that came by a channel and whose bytes are safely stored already.</summary>
/// <param name="Channel"><c>data-box</c>, <c>e-mail</c>, <c>portal</c>, <c>paper</c>, <c>media</c>, <c>counter</c> or <c>directory</c>.</param>
/// <param name="ExternalId">What the channel calls it; the second arrival of one is answered with the first.</param>
/// <param name="SenderAddress">Postal.</param>
/// <param name="Original">The whole of it as it came, such as the signed ZFO or the .eml.</param>
/// <param name="SetAside">Code of why the reader could make no sense of it: <c>mailroom.reason.*</c>.</param>
internal sealed record Arrival(Guid Office, string Channel, string ExternalId, string? Box, string? SenderName, string? SenderAddress, string? Email, string? Subject, string? Text,
    DateTimeOffset ArrivedAt, FiledPart? Original, IReadOnlyList<ArrivedPart> Parts, string? SenderNumber = null, string? SenderFileMark = null, string? SetAside = null);

/// <param name="First">False when it had come before.</param>
internal sealed record ReceivedMessage(Guid Message, bool First, IncomingState State, string TrackingCode);

/// <summary>
/// Takes in whatever comes by any channel: it is kept before anybody looks at it, and whoever offers it again gets the first answer. What
/// the caller's context has changed besides is saved with it.
/// </summary>
internal sealed class ReceiveMessage(Caller caller, MailroomDb db, ITracking tracking, TimeProvider clock) : UseCase<Arrival, ReceivedMessage>(caller, MailroomPermissions.Receive)
{
    public const int LongestExternalId = 300;
    private const int LongestLine = 500, LongestText = 200_000;

    protected override async Task<Result<ReceivedMessage>> Do(Arrival input, CancellationToken cancel)
    {
        if (input.ExternalId.Length is 0 or > LongestExternalId || input.ExternalId.Any(char.IsControl)) return Refusal.Invalid(nameof(input.ExternalId), "mailroom.refusal.external-id");
        Caller.TurnTo(input.Office);
        if (await First(input, cancel) is { } before) return before;

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7();
        var message = new IncomingMessage
        {
            Office = input.Office,
            Id = id,
            Channel = input.Channel,
            ExternalId = input.ExternalId,
            Box = Line(input.Box),
            SenderName = Line(input.SenderName),
            SenderAddress = Line(input.SenderAddress),
            Email = Line(input.Email),
            Subject = Line(input.Subject),
            Text = Cut(SafeText.Clean(input.Text, int.MaxValue, multiline: true).Text, LongestText),
            SenderNumber = Line(input.SenderNumber),
            SenderFileMark = Line(input.SenderFileMark),
            ArrivedAt = input.ArrivedAt.ToUniversalTime(),
            TakenAt = now,
            Original = input.Original,
            TrackingCode = tracking.Keys(id).Code,
            NextTry = now,
        };
        if (input.SetAside is { } why) message.SetAside(why, null, now);
        var parts = input.Parts.Select((p, i) => new IncomingPart
        {
            Office = input.Office,
            Message = id,
            Position = i + 1,
            Blob = p.Part.Blob,
            Name = Line(p.Part.Name) ?? "soubor",
            MimeType = Line(p.Part.MimeType) ?? "application/octet-stream",
            Size = p.Part.Size,
            Role = p.Role,
            Hidden = p.Hidden,
        }).ToList();
        db.Add(message);
        db.AddRange(parts);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "incoming_message_office_channel_external_id_key" })
        {
            // Somebody stored the same at the same moment; theirs is the first.
            db.ChangeTracker.Clear();
            return await First(input, cancel) ?? throw new InvalidOperationException("The message that was here first is gone.", e);
        }
        return new ReceivedMessage(id, true, message.State, message.TrackingCode);
    }

    private Task<ReceivedMessage?> First(Arrival input, CancellationToken cancel) => db.Incoming.AsNoTracking()
        .Where(m => m.Office == input.Office && m.Channel == input.Channel && m.ExternalId == input.ExternalId)
        .Select(m => new ReceivedMessage(m.Id, false, m.State, m.TrackingCode)).FirstOrDefaultAsync(cancel);

    // The original keeps what is cut here.
    private static string? Line(string? text) => Cut(SafeText.Clean(text, int.MaxValue).Text, LongestLine);

    private static string? Cut(string text, int most) =>
        text.Length == 0 ? null : text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
