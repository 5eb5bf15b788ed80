using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Values;

namespace Virtuos.Mailroom;

/// <summary>What a person may do with a message that was held.</summary>
internal enum IntakeDecision
{
    Again,
    AsItIs,
    Return,
    Duplicate,
}

/// <param name="Words">Why; a returned sender gets them as they are.</param>
/// <param name="Other">Tracking code of the message that it repeats.</param>
internal sealed record DecideMessageInput(Guid Message, IntakeDecision What, string? Words = null, string? Other = null);

/// <summary>
/// The filing room decides about a message that the checks held: through them again, over as it is, back to its sender, or aside as a repeated one.
/// What was returned can still be taken over, because the person may come and explain.
/// </summary>
internal sealed class DecideMessage(Caller caller, MailroomDb db, AnswerSender answer, Texts texts, TimeProvider clock) : UseCase<DecideMessageInput, Done>(caller, MailroomPermissions.Decide)
{
    public const int LongestWords = 2000;

    protected override async Task<Result<Done>> Do(DecideMessageInput input, CancellationToken cancel)
    {
        if (await db.Incoming.FirstOrDefaultAsync(m => m.Id == input.Message, cancel) is not { } message) return Refusal.NotFound();
        if (message.State is not (IncomingState.SetAside or IncomingState.Returned)) return Refusal.Conflict("mailroom.refusal.not-waiting");
        var words = SafeText.Clean(input.Words, LongestWords, multiline: true);
        if (words.TooLong) return Refusal.Invalid(nameof(input.Words), "mailroom.refusal.words-long", ("count", LongestWords));
        if (words.Text.Length == 0 && input.What is IntakeDecision.AsItIs or IntakeDecision.Return) return Refusal.Invalid(nameof(input.Words), "mailroom.refusal.words");

        var now = clock.GetUtcNow();
        switch (input.What)
        {
            case IntakeDecision.Again:
                message.TryAgain(now);
                break;
            case IntakeDecision.AsItIs:
                message.TakeAsItIs(words.Text, now);
                db.Publish(new MessageTaken(message.Id, message.Office, message.Channel, SortMessage.Matter(message, texts), message.Sender, message.ArrivedAt), message.Office);
                break;
            case IntakeDecision.Return:
                if (message.Channel == "e-mail" && !await answer.TurnBack(message, words.Text, cancel)) return Refusal.Conflict("mailroom.refusal.no-way-back");
                message.Return("person", words.Text, now);
                break;
            default:
                var code = new string([.. (input.Other ?? "").Where(char.IsLetterOrDigit)]).ToUpperInvariant();
                var others = await db.Incoming.Where(m => m.Id != message.Id && m.State != IncomingState.Duplicate).Select(m => new { m.Id, m.TrackingCode }).Where(m => m.TrackingCode.Replace("-", "").Replace(" ", "") == code).ToListAsync(cancel);
                if (others.Count != 1) return Refusal.Invalid(nameof(input.Other), "mailroom.refusal.no-such-message");
                message.Repeat(others[0].Id, now);
                break;
        }
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
