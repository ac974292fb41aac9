"""Qt's own words in Chinese: buttons of its dialogs, context menus, names of days and months."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator


def speak_chinese(app: QCoreApplication) -> None:
    """Call before any widget is made: a widget takes its locale when it is created."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_zh_CN", folder):
        raise FileNotFoundError(f"qtbase_zh_CN in {folder}")
    app.installTranslator(translator)
