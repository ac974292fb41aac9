"""客户投诉(抱怨)处理单: from the first word to the archive, each department with its own signature and its own clock; enquiries."""
