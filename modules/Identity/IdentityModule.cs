using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Identity;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Demo;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Operating;
using Virtuos.Kernel.Outbox;
using Virtuos.Kernel.Seeding;
using Virtuos.Identity.Seeding;
using Virtuos.Ui;

namespace Virtuos.Identity;

/// <summary>Who people are: accounts, signing in, sessions, what officials may do and for whom.</summary>
public sealed class IdentityModule : Module
{
    public override string Name => "identity";

    public override IReadOnlyList<Permission> Permissions =>
    [
        new(IdentityPermissions.SignIn, Audience.Anyone),
        new(IdentityPermissions.Register, Audience.Anyone),
        new(IdentityPermissions.OwnAccount, Audience.SignedIn),
        new(IdentityPermissions.ManageAccounts, Audience.Operator),
        new(IdentityPermissions.Substitute, Audience.Officials, Roles.Clerk, Roles.Head, Roles.FilingRoom, Roles.Mayor, Roles.Administrator),
        new(IdentityPermissions.SubstituteOthers, Audience.Officials, Roles.Head, Roles.Administrator),
        new(IdentityPermissions.SeeRoles, Audience.Officials, Roles.Administrator),
    ];

    public override IReadOnlyList<MenuItem> Menu =>
    [
        new("identity.substitution.title", "/stul/zastup", IdentityPermissions.Substitute, 80),
        new("identity.roles.title", "/sprava/role", IdentityPermissions.SeeRoles, 95),
    ];

    public override IReadOnlyList<OperatorCommand> Commands => AccountCommands.All;

    public override void AddServices(IServiceCollection services)
    {
        services.AddModuleDb<IdentityDb>();
        services.AddSingleton<SessionReader>().AddSingleton<DemoAccounts>();
        services.AddScoped<CurrentSession>().AddScoped<ICurrentSession>(scope => scope.GetRequiredService<CurrentSession>());
        services.AddScoped<IAccounts, AccountQuestions>().AddScoped<IDemoLogins, DemoLogins>();
        services.AddScoped<KeptInput>().AddScoped<PageAnswers>().AddScoped<MailedLinks>().AddScoped<AccountLetters>();
        services.AddScoped<SignInQuotas>().AddScoped<MailQuotas>().AddScoped<SessionOpening>().AddScoped<OwnPassword>();
        services.AddScoped<SecondFactors>().AddScoped<FactorArrival>().AddScoped<PasskeyCeremonies>().AddScoped(Passkeys);

        services.AddScoped<SignIn>().AddScoped<TakeSecondStep>().AddScoped<SignInByPasskey>().AddScoped<SignInAsDemo>().AddScoped<EndSession>();
        services.AddScoped<Register>().AddScoped<ConfirmEmail>().AddScoped<AskForNewPassword>().AddScoped<ChooseNewPassword>();
        services.AddScoped<OwnAccount>().AddScoped<ChangeName>().AddScoped<ChangeEmail>().AddScoped<ConfirmNewEmail>().AddScoped<ChangePassword>();
        services.AddScoped<OfferAuthenticator>().AddScoped<ConfirmAuthenticator>().AddScoped<AddPasskey>().AddScoped<RemoveFactor>().AddScoped<RenewRecoveryCodes>();
        services.AddScoped<SubstitutionList>().AddScoped<SetSubstitution>().AddScoped<EndSubstitution>();
        services.AddScoped<CreateOperator>().AddScoped<SetPassword>().AddScoped<ListAccounts>();

        services.AddHandler<IdentityDb, OfficialAppointed, OpenOfficialAccount>();
        services.AddHandler<IdentityDb, OfficialLeft, CloseOfficialAccount>();
        services.AddSingleton(new CookieUse(SessionCookie.PlainName, "identity.cookie.session", null));
        services.AddJob<SessionSweep>().AddDemo<IdentityDemo>().AddRegionSeed<IdentitySeed>();
    }

    public override void Use(IApplicationBuilder app) => app.UseMiddleware<CallerRecognition>().UseMiddleware<Gate>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        SignInRoutes.Map(routes);
        RegistrationRoutes.Map(routes);
        OwnAccountRoutes.Map(routes);
        SecurityRoutes.Map(routes);
        PasskeyRoutes.Map(routes);
        SubstituteRoutes.Map(routes);
    }

    // The framework verifies passkeys for its own kind of accounts; a thin store over ours is all it needs of that.
    private static IPasskeyHandler<Account> Passkeys(IServiceProvider scope) => new PasskeyHandler<Account>(
        new UserManager<Account>(new PasskeyStore(scope.GetRequiredService<IdentityDb>()), Options.Create(new IdentityOptions()), null!, [], [], null!, new(), scope, scope.GetRequiredService<ILogger<UserManager<Account>>>()),
        Options.Create(new IdentityPasskeyOptions { UserVerificationRequirement = "required", ResidentKeyRequirement = "required", AttestationConveyancePreference = "none" }));
}
