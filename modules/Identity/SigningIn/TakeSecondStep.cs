using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

internal sealed record SecondStepInput(string Code, Visitor Visitor);

/// <summary>After the right password: the code of the application, or one of the recovery codes. Five wrong ones and the person starts again.</summary>
internal sealed class TakeSecondStep(Caller caller, IdentityDb db, CurrentSession current, SecondFactors factors, SignInQuotas quotas, SessionOpening opening, TimeProvider clock)
    : UseCase<SecondStepInput, SignedIn>(caller, IdentityPermissions.SignIn)
{
    private const int MostTries = 5;

    protected override async Task<Result<SignedIn>> Do(SecondStepInput input, CancellationToken cancel)
    {
        if (!current.IsPending) return new Refusal(RefusalKind.SignIn, "identity.second-step.over", null);
        if (string.IsNullOrWhiteSpace(input.Code)) return Refusal.Invalid("Code", "identity.second-step.missing");

        var account = await db.Accounts.SingleAsync(a => a.Id == current.Account, cancel);
        if (await quotas.TakeCode(account.Id, cancel) is { } tooMany) return tooMany;
        if (await factors.Accept(account.Id, input.Code, cancel))
        {
            await quotas.ForgetCodes(account.Id, cancel);
            var token = await opening.Open(account, Strength.TwoStep, input.Visitor, cancel);
            await db.SaveChangesAsync(cancel);
            return new SignedIn(token, account.Id, account.Kind, OwesSecondStep: false);
        }

        var now = clock.GetUtcNow();
        var session = await db.Sessions.SingleAsync(s => s.Id == current.Id, cancel);
        if (++session.Tries >= MostTries) session.EndedAt = now;
        db.Add(new RefusedSignIn { Account = account.Id, Step = SignInStep.Code, At = now, Agent = input.Visitor.Agent });
        await db.SaveChangesAsync(cancel);
        return session.EndedAt is null
            ? Refusal.Invalid("Code", "identity.second-step.wrong")
            : new Refusal(RefusalKind.SignIn, "identity.second-step.over", null);
    }
}
